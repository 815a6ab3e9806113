package dev.countersign.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.countersign.bench.Statements.Names;
import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.handover.HandOverCodes;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.factors.passkey.RelyingParty;
import dev.countersign.factors.password.Passwords;
import dev.countersign.factors.totp.TotpFactors;
import dev.countersign.ground.audit.AuditTrail;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SlowHashes;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.throttle.Throttle;
import dev.countersign.journeys.signin.Notices;
import dev.countersign.journeys.signin.PasswordSignIn;
import dev.countersign.journeys.signin.PhoneRooms;
import dev.countersign.journeys.signin.Response;
import dev.countersign.journeys.signin.SignInJourney;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInPermits;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.SignUpMails;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.PendingAccounts;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.rules.device.Devices;
import dev.countersign.rules.policy.Policies;
import dev.countersign.rules.policy.Preset;
import dev.countersign.rules.session.Sessions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.slf4j.LoggerFactory;

/// The store alone: the statements of one second step, written down from a real one, then run for other accounts
/// with nothing around them but the transaction.
final class BareStore {
    private static final Origin ORIGIN = new Origin("127.0.0.1", "Firefox on Linux");

    private final Db db;
    private final SignIns signIns;
    private final int threads;

    private BareStore(Path folder, int threads) {
        this.db = Db.open(DatabaseSettings.sqlite(folder));
        this.signIns = signIns(db, new SecretBox(KeyRing.load(folder, null, null)));
        this.threads = threads;
    }

    /// Prints the rate of the bare store, its CPU in ms, the rate of the journey without HTTP, its CPU in ms, and
    /// the number of statements.
    static void main(Path folder, int threads, int accounts) throws InterruptedException {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        BareStore store = new BareStore(folder, threads);
        int third = accounts / 3;
        List<SignInOutcome.Challenged> challenges = store.challenges(accounts);
        Statements statements = Statements.of(() -> store.verify(0, challenges.getFirst()));
        Names first = names(0, challenges.getFirst());
        IntConsumer journey = n -> store.verify(n, challenges.get(n));
        IntConsumer bare =
                n -> store.db.inTransaction(() -> statements.run(store.db, first, names(n, challenges.get(n))));
        store.run(1, third / 2, journey);
        store.run(third / 2, third, bare);
        double[] whole = store.run(third, 2 * third, journey);
        double[] alone = store.run(2 * third, accounts, bare);
        System.out.println(alone[0]);
        System.out.println(alone[1]);
        System.out.println(whole[0]);
        System.out.println(whole[1]);
        System.out.println((double) statements.count());
    }

    private static Names names(int number, SignInOutcome.Challenged challenged) {
        Person person = new Person(number);
        return new Names(
                person.id(),
                person.factorId(),
                challenged.challenge().id(),
                Token.hash(challenged.token().text()));
    }

    private List<SignInOutcome.Challenged> challenges(int accounts) throws InterruptedException {
        SignInOutcome.Challenged[] challenges = new SignInOutcome.Challenged[accounts];
        run(
                0,
                accounts,
                n -> challenges[n] = (SignInOutcome.Challenged)
                        signIns.start(new PasswordSignIn(new Person(n).email(), Person.PASSWORD, null, false, ORIGIN)));
        return List.of(challenges);
    }

    private void verify(int number, SignInOutcome.Challenged challenged) {
        var outcome = signIns.verify(new Response(
                challenged.token().text(), FactorType.TOTP, new Person(number).code(), false, null, ORIGIN));
        if (!(outcome instanceof SignInOutcome.SignedIn)) {
            throw new IllegalStateException("account " + number + ": " + outcome);
        }
    }

    /// Rate a second, and CPU in ms each.
    private double[] run(int from, int to, IntConsumer work) throws InterruptedException {
        AtomicInteger next = new AtomicInteger(from);
        long cpu = Proc.cpu(ProcessHandle.current().pid());
        long wall = System.nanoTime();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(Thread.ofPlatform().start(() -> {
                for (int n = next.getAndIncrement(); n < to; n = next.getAndIncrement()) {
                    work.accept(n);
                }
            }));
        }
        for (Thread thread : running) {
            thread.join();
        }
        wall = System.nanoTime() - wall;
        cpu = Proc.cpu(ProcessHandle.current().pid()) - cpu;
        return new double[] {(to - from) * 1e9 / wall, cpu / 1e6 / (to - from)};
    }

    /// The rooms as `wiring` puts them together.
    private static SignIns signIns(Db db, SecretBox box) {
        Tokens tokens = new Tokens();
        Factors factors = new Factors(db);
        Accounts accounts = new Accounts(db);
        Throttle throttle = new Throttle(db);
        Outbox outbox = new Outbox(db, box, Set.of());
        URI baseUrl = URI.create("http://localhost");
        SlowHashes hashes = new SlowHashes(Seeds.CHEAP, 2, Duration.ofSeconds(30));
        SignInRooms rooms = new SignInRooms(
                db,
                InstantSource.system(),
                tokens,
                box,
                new AuditTrail(db, tokens),
                throttle,
                accounts,
                new Organisations(db, tokens),
                new Policies(db, Preset.DEFAULT.policy(), Set.of(FactorType.SMS)),
                factors,
                new Passwords(db, hashes),
                new TotpFactors(db, box, tokens, factors),
                new BackupCodes(db, box, tokens, hashes),
                new HandOverCodes(db, box, tokens),
                new Devices(db, tokens),
                new Sessions(db, tokens),
                new PendingAccounts(db, tokens, box),
                outbox,
                PhoneRooms.on(db, box, tokens, factors, PhoneRooms.Texting.defaults()),
                new Notices(db, tokens, accounts, outbox, baseUrl),
                new Passkeys(db, tokens, factors, RelyingParty.at(baseUrl, "Countersign")));
        return new SignIns(
                rooms,
                new SignInJourney(rooms),
                new SignUpMails(rooms, baseUrl),
                new SignInPermits(rooms, baseUrl, Runnable::run));
    }
}
