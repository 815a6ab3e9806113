package dev.countersign.journeys.reference;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.totp.Totp;
import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.ground.secret.Base32;
import dev.countersign.ground.secret.HashParameters;
import dev.countersign.ground.secret.SlowHashes;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.verifyapp.VerifyApp;
import dev.countersign.testing.Databases;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Two verify-only applications of one organisation, and the people of the first.
final class Shop {
    static final String PURPOSE = "sign in";

    final Journeys journeys;
    final ReferenceRooms rooms;
    final References references;
    final ReferenceEnrolments enrolments;
    final ReferenceChallenges challenges;
    final String organisation;
    final VerifyApp app;
    final VerifyApp other;

    /// @param before the same server while it sends nothing, as it was when its first owner came
    private Shop(Journeys before, Journeys journeys) {
        this.journeys = journeys;
        this.rooms = ReferenceRooms.on(
                journeys.rooms, new SlowHashes(new HashParameters(8, 1, 1), 2, Duration.ofSeconds(30)));
        this.references = new References(rooms);
        this.enrolments = new ReferenceEnrolments(rooms);
        this.challenges = new ReferenceChallenges(rooms);
        var owner = before.person();
        var now = journeys.clock.instant();
        this.organisation = journeys.rooms.organisations().create("Linden & Hart", owner.account.id(), now);
        this.app = rooms.apps().register(organisation, "Shop", now).app();
        this.other = rooms.apps().register(organisation, "Till", now).app();
    }

    static Shop on(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        return new Shop(journeys, journeys);
    }

    /// The same where texts and mails are sent.
    static Shop sending(Databases databases) {
        Journeys before = Journeys.on(databases);
        return new Shop(before, before.mailing(policy -> policy));
    }

    /// Enrols a phone (`+…`) or an address, and says with which backup codes.
    List<String> enrol(VerifyApp by, String reference, String contact) {
        BeginContactOutcome.Begun begun = as(BeginContactOutcome.Begun.class, begin(by, reference, contact));
        return as(
                        ConfirmReferenceOutcome.Confirmed.class,
                        enrolments.confirm(by, reference, begun.id(), sentCode(contact), HOME))
                .backupCodes();
    }

    BeginContactOutcome begin(VerifyApp by, String reference, String contact) {
        return contact.startsWith("+")
                ? enrolments.beginSms(by, reference, contact, "en", HOME)
                : enrolments.beginEmail(by, reference, contact, "en", HOME);
    }

    SendOutcome send(String question, FactorType factor) {
        return challenges.send(question, factor, HOME);
    }

    /// The code in the newest message that waits for that contact.
    String sentCode(String contact) {
        return Objects.requireNonNull(sent(contact).getLast().fields().get("code"));
    }

    /// What waits for that contact; what waits for others of the channel is handed over with it.
    List<Message> sent(String contact) {
        String to = contact.replace(" ", "");
        return journeys.sent(contact.startsWith("+") ? Channel.TEXT : Channel.EMAIL).stream()
                .filter(message -> message.to().equals(to))
                .toList();
    }

    ReferenceVerifyOutcome answer(String question, FactorType factor, String code) {
        return challenges.verify(new ReferenceChallenges.Answered(question, factor, code, HOME));
    }

    /// Somebody whom an application has enrolled, with their phone and their backup codes.
    final class Customer {
        final VerifyApp of;
        final String reference;
        final String secret;
        final List<String> backupCodes;

        Customer(VerifyApp of, String reference) {
            this.of = of;
            this.reference = reference;
            var begun = as(BeginReferenceOutcome.Begun.class, enrolments.begin(of, reference, reference, HOME));
            this.secret = begun.secret();
            this.backupCodes = as(
                            ConfirmReferenceOutcome.Confirmed.class,
                            enrolments.confirm(of, reference, begun.id(), code(), HOME))
                    .backupCodes();
            next();
        }

        String code() {
            return shown(secret);
        }

        String wrong() {
            List<String> near = new ArrayList<>();
            long step = Totp.step(journeys.clock.instant());
            for (long each = step - 40; each <= step + 40; each++) {
                near.add(Totp.code(Base32.decode(secret), each));
            }
            int guess = 0;
            while (near.contains("%06d".formatted(guess))) {
                guess++;
            }
            return "%06d".formatted(guess);
        }

        String ask() {
            return Shop.this.ask(of, reference);
        }

        String pass() {
            next();
            return result(answer(ask(), code()));
        }
    }

    String shown(String secret) {
        return Totp.code(Base32.decode(secret), Totp.step(journeys.clock.instant()));
    }

    Customer customer(String reference) {
        return new Customer(app, reference);
    }

    /// The phone shows the next code.
    void next() {
        journeys.clock.advance(Duration.ofSeconds(30));
    }

    String ask(VerifyApp by, String reference) {
        return challenges.open(by, reference, PURPOSE, "en", HOME).token().text();
    }

    ReferenceVerifyOutcome answer(String question, String code) {
        return challenges.verify(new ReferenceChallenges.Answered(question, FactorType.TOTP, code, HOME));
    }

    ReferenceVerifyOutcome backup(String question, String code) {
        return challenges.verify(new ReferenceChallenges.Answered(question, FactorType.BACKUP_CODE, code, HOME));
    }

    static String result(ReferenceVerifyOutcome outcome) {
        return as(ReferenceVerifyOutcome.Verified.class, outcome).result().text();
    }

    RedeemReferenceOutcome redeem(VerifyApp by, String result, String reference) {
        return challenges.redeem(by, result, reference, PURPOSE, HOME);
    }

    List<String> log() {
        return journeys.rooms.audit().ofOrganisation(organisation, AuditFilter.ALL, null, 200).stream()
                .map(AuditEntry::type)
                .toList();
    }

    int rows(String table) {
        return journeys.db.read(() -> journeys.db
                .sql()
                .sql("select count(*) from " + table)
                .query(Integer.class)
                .single());
    }
}
