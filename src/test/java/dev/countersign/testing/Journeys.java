package dev.countersign.testing;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.handover.HandOverCodes;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.factors.passkey.RelyingParty;
import dev.countersign.factors.password.Passwords;
import dev.countersign.factors.totp.Totp;
import dev.countersign.factors.totp.TotpFactors;
import dev.countersign.ground.audit.AuditTrail;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Base32;
import dev.countersign.ground.secret.HashParameters;
import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.secret.SlowHashes;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.throttle.Throttle;
import dev.countersign.journeys.enrolment.BackupCodeSets;
import dev.countersign.journeys.enrolment.BeginOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.enrolment.PasskeyOffers;
import dev.countersign.journeys.organisation.Branding;
import dev.countersign.journeys.organisation.Invitings;
import dev.countersign.journeys.organisation.Joinings;
import dev.countersign.journeys.organisation.MemberActions;
import dev.countersign.journeys.organisation.MemberLists;
import dev.countersign.journeys.organisation.MemberResets;
import dev.countersign.journeys.organisation.Memberships;
import dev.countersign.journeys.organisation.OrganisationPolicies;
import dev.countersign.journeys.recovery.AddressChanges;
import dev.countersign.journeys.recovery.AddressUndos;
import dev.countersign.journeys.recovery.NotMe;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.journeys.recovery.Recoveries;
import dev.countersign.journeys.recovery.Resets;
import dev.countersign.journeys.signin.Notices;
import dev.countersign.journeys.signin.PasskeySignIns;
import dev.countersign.journeys.signin.PasswordSignIn;
import dev.countersign.journeys.signin.PhoneRooms;
import dev.countersign.journeys.signin.Response;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.journeys.signin.SignInJourney;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.SignInPermits;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.SignUpMails;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.journeys.signup.AddressConfirmations;
import dev.countersign.journeys.signup.NewAccount;
import dev.countersign.journeys.signup.SignUpOutcome;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.account.PendingAccounts;
import dev.countersign.people.brand.Brands;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.delivery.Postman;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.Invitations;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.SupportContact;
import dev.countersign.rules.device.Devices;
import dev.countersign.rules.policy.Policies;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.PolicyBuilder;
import dev.countersign.rules.policy.Preset;
import dev.countersign.rules.session.Sessions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Every journey over one database, a clock that stands still and a hash that costs nothing; and people who go
/// through them. A second one over the same database is the server after a restart.
public final class Journeys {
    /// The password of everybody here.
    public static final String PASSWORD = "seven grey herons";

    /// Somebody's browser at home.
    public static final Origin HOME = new Origin("192.0.2.1", "Firefox on Linux");
    /// Somebody else's, elsewhere.
    public static final Origin ELSEWHERE = new Origin("198.51.100.9", "curl");

    private static final SlowHashes HASHES = new SlowHashes(new HashParameters(8, 1, 1), 2, Duration.ofSeconds(30));
    private static final SecretBox BOX = new SecretBox(KeyRing.of(List.of(SecretBytes.of(new byte[32]))));

    private final AtomicInteger people = new AtomicInteger();

    public final Db db;
    public final TestClock clock;
    public final SignInRooms rooms;
    public final Installation installation;
    public final Invitations invitations;
    public final SignIns signIns;
    public final SignInPermits signInPermits;
    public final PasskeySignIns passkeySignIns;
    public final PasskeyOffers passkeyOffers;
    public final StepUps stepUps;
    public final Visits visits;
    public final Enrolments enrolments;
    public final BackupCodeSets backupCodeSets;
    public final SignUps signUps;
    public final AddressConfirmations confirmations;
    public final Outbox outbox;
    public final PasswordChanges passwordChanges;
    public final Resets resets;
    public final NotMe notMe;
    public final Recoveries recoveries;
    public final AddressUndos addressUndos;
    public final AddressChanges addressChanges;
    public final Memberships memberships;
    public final Joinings joinings;
    public final Invitings invitings;
    public final MemberActions memberActions;
    public final MemberResets memberResets;
    public final OrganisationPolicies organisationPolicies;
    public final MemberLists memberLists;
    public final Brands brands;
    public final Branding branding;

    private Journeys(Db db, TestClock clock, Policy policy, boolean open, Set<Channel> channels) {
        this.db = db;
        this.clock = clock;
        this.outbox = new Outbox(db, BOX, channels);
        this.rooms = rooms(db, clock, policy, outbox);
        this.installation =
                new Installation("Herons", URI.create("http://localhost"), new SupportContact(null, null, null), null);
        this.invitations = new Invitations(db, rooms.tokens());
        SignInJourney journey = new SignInJourney(rooms);
        SignUpMails mails = new SignUpMails(rooms, installation.baseUrl());
        this.signInPermits = new SignInPermits(rooms, installation.baseUrl(), Runnable::run);
        this.passkeySignIns = new PasskeySignIns(rooms, journey);
        this.passkeyOffers = new PasskeyOffers(rooms);
        this.signIns = new SignIns(rooms, journey, mails, signInPermits);
        this.stepUps = new StepUps(rooms, journey);
        this.visits = new Visits(rooms, journey);
        this.enrolments = new Enrolments(rooms, journey, stepUps, installation);
        this.backupCodeSets = new BackupCodeSets(rooms, stepUps);
        this.confirmations = new AddressConfirmations(rooms, journey, invitations, mails);
        this.signUps = new SignUps(rooms, journey, invitations, installation, mails, open);
        this.passwordChanges = new PasswordChanges(rooms, stepUps, installation, Runnable::run);
        this.resets = new Resets(rooms);
        this.notMe = new NotMe(rooms, passwordChanges);
        this.recoveries = new Recoveries(rooms, resets, installation);
        this.addressUndos = new AddressUndos(rooms, notMe, installation.baseUrl());
        this.addressChanges = new AddressChanges(rooms, stepUps, mails, addressUndos);
        this.memberships = new Memberships(rooms, stepUps, invitations, open);
        this.joinings = new Joinings(rooms, invitations);
        this.invitings = new Invitings(rooms, stepUps, invitations, installation.baseUrl());
        this.memberActions = new MemberActions(rooms, stepUps, resets, installation.baseUrl());
        this.organisationPolicies = new OrganisationPolicies(rooms, stepUps);
        this.memberResets = new MemberResets(rooms, stepUps, resets, installation.baseUrl());
        this.memberLists = new MemberLists(rooms, stepUps, invitations, memberResets);
        this.brands = new Brands(db);
        this.branding = new Branding(rooms, stepUps, brands);
    }

    /// Open sign-up, the default policy, an empty database.
    public static Journeys on(Databases databases) {
        return on(databases, policy -> policy);
    }

    /// The same over a database that is open.
    public static Journeys over(Db db) {
        return new Journeys(db, new TestClock(), Preset.DEFAULT.policy(), true, Set.of());
    }

    /// The same where mail and text messages can be sent.
    public static Journeys withMail(Databases databases) {
        Policy policy = Preset.DEFAULT.policy();
        return new Journeys(databases.fresh(), new TestClock(), policy, true, Set.of(Channel.values()));
    }

    /// The server started again with that policy, where mail can be sent.
    public Journeys mailing(UnaryOperator<PolicyBuilder> policy) {
        return new Journeys(db, clock, changed(policy), true, Set.of(Channel.values()));
    }

    /// The same where text messages can be sent and mail cannot, with a policy that differs from the default.
    public static Journeys withTexts(Databases databases, UnaryOperator<PolicyBuilder> policy) {
        return new Journeys(databases.fresh(), new TestClock(), changed(policy), true, Set.of(Channel.TEXT));
    }

    /// The code in the newest text that waits, which is handed over by this.
    public String textedCode() {
        Message text = sent(Channel.TEXT).stream()
                .filter(each -> each.fields().containsKey("code"))
                .reduce((_, newest) -> newest)
                .orElseThrow();
        return java.util.Objects.requireNonNull(text.fields().get("code"));
    }

    /// What waits in the outbox.
    public List<Message> sent() {
        return sent(Channel.EMAIL);
    }

    /// The same of that channel.
    public List<Message> sent(Channel channel) {
        List<Message> sent = new ArrayList<>();
        new Postman(
                        db,
                        outbox,
                        _ -> new Letter("", "", null),
                        List.of(new KeptMessages(channel, sent)),
                        clock,
                        rooms.tokens().newId(clock.instant()))
                .deliverAllDue();
        return sent;
    }

    /// The same with a policy that differs from the default.
    public static Journeys on(Databases databases, UnaryOperator<PolicyBuilder> policy) {
        return new Journeys(databases.fresh(), new TestClock(), changed(policy), true, Set.of());
    }

    /// The server started again on the same database with that policy, which the operator may have changed.
    public Journeys restarted(UnaryOperator<PolicyBuilder> policy) {
        return new Journeys(db, clock, changed(policy), true, Set.of());
    }

    /// The same database, where people sign up by invitation only.
    public Journeys invitedOnly() {
        return new Journeys(db, clock, Preset.DEFAULT.policy(), false, Set.of());
    }

    /// The default policy with a change.
    public static Policy changed(UnaryOperator<PolicyBuilder> change) {
        return change.apply(new PolicyBuilder(Preset.DEFAULT.policy())).build();
    }

    private static SignInRooms rooms(Db db, TestClock clock, Policy policy, Outbox outbox) {
        Tokens tokens = new Tokens();
        Factors factors = new Factors(db);
        Accounts accounts = new Accounts(db);
        Throttle throttle = new Throttle(db);
        return new SignInRooms(
                db,
                clock,
                tokens,
                BOX,
                new AuditTrail(db, tokens),
                throttle,
                accounts,
                new Organisations(db, tokens),
                new Policies(db, policy, outbox.carries(Channel.TEXT) ? Set.of() : Set.of(FactorType.SMS)),
                factors,
                new Passwords(db, HASHES),
                new TotpFactors(db, BOX, tokens, factors),
                new BackupCodes(db, BOX, tokens, HASHES),
                new HandOverCodes(db, BOX, tokens),
                new Devices(db, tokens),
                new Sessions(db, tokens),
                new PendingAccounts(db, tokens, BOX),
                outbox,
                PhoneRooms.on(db, BOX, tokens, factors, PhoneRooms.Texting.defaults()),
                new Notices(db, tokens, accounts, outbox, URI.create("http://localhost")),
                new Passkeys(db, tokens, factors, RelyingParty.at(URI.create("http://localhost"), "Countersign")));
    }

    /// A person with an account, what they keep in their browser, and their authenticator app once they have one.
    public final class Person extends PasskeyHolder {
        public final Account account;
        public @Nullable String secret;

        Person(Account account) {
            super(enrolments, signIns, passkeySignIns);
            this.account = account;
        }

        public Account now() {
            return rooms.accounts().byId(account.id()).orElseThrow();
        }

        /// What their app shows.
        public String code() {
            return code(Duration.ZERO);
        }

        /// What their app shows when its clock is that far ahead.
        public String code(Duration ahead) {
            byte[] key = Base32.decode(java.util.Objects.requireNonNull(secret, "no app is enrolled"));
            return Totp.code(key, Totp.step(clock.instant().plus(ahead)));
        }

        /// Six digits that their app shows at no time near now.
        public String wrongCode() {
            for (int guess = 0; ; guess++) {
                String code = "%06d".formatted(guess);
                boolean right = false;
                for (int step = -40; step <= 40; step++) {
                    right |= code.equals(code(Duration.ofSeconds(30L * step)));
                }
                if (!right) {
                    return code;
                }
            }
        }

        /// The password, in their browser.
        public SignInOutcome start() {
            return start(PASSWORD, HOME);
        }

        public SignInOutcome start(String password, Origin origin) {
            SignInOutcome outcome = signIns.start(new PasswordSignIn(account.email(), password, device, true, origin));
            if (outcome instanceof SignInOutcome.Entered entered && entered.device() != null) {
                device = entered.device().text();
            }
            return outcome;
        }

        /// The password and, where one is asked for first, the emailed code.
        public SignInOutcome arrive() {
            SignInOutcome outcome = start();
            return outcome instanceof Challenged challenged
                            && challenged.challenge().takes(FactorType.EMAIL)
                    ? as(SignInOutcome.class, answer(challenged, FactorType.EMAIL, mailedCode(challenged), false))
                    : outcome;
        }

        /// Has a code mailed for that challenge, and reads it. What else waits in the outbox is handed over too.
        public String mailedCode(Challenged challenged) {
            as(SendOutcome.Sent.class, signIns.send(challenged.token().text(), device, FactorType.EMAIL, HOME));
            Message mail = sent(Channel.EMAIL).stream()
                    .filter(each -> each.fields().containsKey("code"))
                    .reduce((_, newest) -> newest)
                    .orElseThrow();
            return String.valueOf(mail.fields().get("code"));
        }

        /// The password where a second step is wanted.
        public Challenged challenged() {
            return as(Challenged.class, start());
        }

        public VerifyOutcome answer(Challenged challenged, FactorType factor, String code, boolean remember) {
            VerifyOutcome outcome =
                    signIns.verify(new Response(challenged.token().text(), factor, code, remember, device, HOME));
            if (outcome instanceof SignedIn in && in.device() != null) {
                device = in.device().text();
            }
            return outcome;
        }

        public VerifyOutcome answer(Challenged challenged, String code) {
            return answer(challenged, FactorType.TOTP, code, false);
        }

        /// Password and, when it is asked for, a code that was not used yet.
        public SignedIn signIn() {
            return signIn(false);
        }

        public SignedIn signIn(boolean remember) {
            return switch (start()) {
                case SignedIn in -> in;
                case Challenged challenged -> {
                    clock.advance(Duration.ofSeconds(30));
                    yield as(SignedIn.class, answer(challenged, FactorType.TOTP, code(), remember));
                }
                case SignInOutcome other -> throw new AssertionError(other.toString());
            };
        }

        /// Connects an authenticator app on that session, which has to be fresh.
        public ConfirmOutcome.Confirmed enrol(SignedIn in) {
            return enrol(new Enroller.BySession(in.session()));
        }

        public ConfirmOutcome.Confirmed enrol(Enroller enroller) {
            var begun = as(BeginOutcome.Begun.class, enrolments.beginTotp(enroller, "aegis", HOME));
            secret = begun.pending().secret();
            var confirmed = as(
                    ConfirmOutcome.Confirmed.class,
                    enrolments.confirm(enroller, begun.pending().id(), code(), HOME));
            backupCodes = confirmed.backupCodes().isEmpty() ? backupCodes : confirmed.backupCodes();
            return confirmed;
        }

        /// The token of that session finds it.
        public boolean present(SignedIn in) {
            return visits.present(in.token().text()) instanceof dev.countersign.journeys.signin.Presence.Present;
        }
    }

    /// Somebody new, with a password and nothing else.
    public Person person() {
        String email = "person" + people.incrementAndGet() + "@example.org";
        var created = as(SignUpOutcome.Created.class, signUps.signUp(form(email)));
        return new Person(created.account());
    }

    /// Somebody new whose address was confirmed by mail, with that language and time zone, in no browser yet.
    public Person confirmed(String locale, String timeZone) {
        String email = "person" + people.incrementAndGet() + "@example.org";
        var waiting = as(
                SignUpOutcome.AddressToConfirm.class,
                signUps.signUp(new NewAccount(
                        email,
                        PASSWORD,
                        "Person",
                        null,
                        locale,
                        timeZone,
                        false,
                        null,
                        form(email).origin())));
        Message mail = sent().stream()
                .filter(each -> each.to().equals(email))
                .findFirst()
                .orElseThrow();
        String code = String.valueOf(mail.fields().get("code"));
        confirmations.byCode(
                code, new AddressConfirmations.Confirmer(waiting.holder().text(), null, HOME));
        return new Person(rooms.accounts().byEmail(new EmailAddress(email)).orElseThrow());
    }

    /// Somebody new who has an authenticator app; 30 seconds have passed since the code that confirmed it.
    public Person enrolled() {
        Person person = person();
        switch (person.start()) {
            case SignedIn in -> person.enrol(in);
            case SignInOutcome.MustEnrol must -> person.enrol(new Enroller.ByGrant(must.grant()));
            case SignInOutcome other -> throw new AssertionError(other.toString());
        }
        person.device = null;
        clock.advance(Duration.ofSeconds(30));
        return person;
    }

    public NewAccount form(String email) {
        return new NewAccount(
                email,
                PASSWORD,
                "Person",
                null,
                "en",
                "UTC",
                false,
                null,
                new Origin("203.0.113." + people.get(), "curl"));
    }

    public Person person(Account account) {
        return new Person(account);
    }

    /// One column of one row, as the database has it.
    public long count(String sql, Object... parameters) {
        return db.read(
                () -> db.sql().sql(sql).params(parameters).query(Long.class).single());
    }

    public List<Map<String, Object>> rows(String sql) {
        return db.read(() -> db.sql().sql(sql).query().listOfRows());
    }

    /// The types of all events on record about the account, the oldest first.
    public List<String> events(Person person) {
        return rooms.audit().latest(person.account.id(), 10_000).stream()
                .map(entry -> entry.type())
                .toList()
                .reversed();
    }

    /// That outcome as what it has to be.
    public static <T> T as(Class<T> type, @Nullable Object outcome) {
        if (!type.isInstance(outcome)) {
            throw new AssertionError("expected " + type.getSimpleName() + ", not " + outcome);
        }
        return type.cast(outcome);
    }
}
