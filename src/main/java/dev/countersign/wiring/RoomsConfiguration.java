package dev.countersign.wiring;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.factor.Factors;
import dev.countersign.factors.handover.HandOverCodes;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.factors.passkey.RelyingParty;
import dev.countersign.factors.password.Passwords;
import dev.countersign.factors.totp.TotpFactors;
import dev.countersign.ground.audit.AuditSeals;
import dev.countersign.ground.audit.AuditTrail;
import dev.countersign.ground.secret.HashParameters;
import dev.countersign.ground.secret.KeyCheck;
import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SlowHashes;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.store.KeyMark;
import dev.countersign.ground.throttle.Throttle;
import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.journeys.departure.AccountDeletions;
import dev.countersign.journeys.departure.AccountExports;
import dev.countersign.journeys.enrolment.BackupCodeSets;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.enrolment.GraceReminders;
import dev.countersign.journeys.enrolment.PasskeyOffers;
import dev.countersign.journeys.organisation.Adoptions;
import dev.countersign.journeys.organisation.AuditLogs;
import dev.countersign.journeys.organisation.Branding;
import dev.countersign.journeys.organisation.BulkActions;
import dev.countersign.journeys.organisation.Invitings;
import dev.countersign.journeys.organisation.Joinings;
import dev.countersign.journeys.organisation.MemberActions;
import dev.countersign.journeys.organisation.MemberLists;
import dev.countersign.journeys.organisation.MemberResets;
import dev.countersign.journeys.organisation.Memberships;
import dev.countersign.journeys.organisation.OperatorActions;
import dev.countersign.journeys.organisation.OrganisationEnds;
import dev.countersign.journeys.organisation.OrganisationPolicies;
import dev.countersign.journeys.organisation.Reminders;
import dev.countersign.journeys.organisation.Suspensions;
import dev.countersign.journeys.organisation.WaitingResets;
import dev.countersign.journeys.recovery.AddressChanges;
import dev.countersign.journeys.recovery.AddressUndos;
import dev.countersign.journeys.recovery.NotMe;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.journeys.recovery.Recoveries;
import dev.countersign.journeys.recovery.Resets;
import dev.countersign.journeys.signin.Notices;
import dev.countersign.journeys.signin.PasskeySignIns;
import dev.countersign.journeys.signin.PhoneRooms;
import dev.countersign.journeys.signin.SignInJourney;
import dev.countersign.journeys.signin.SignInPermits;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.SignUpMails;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.journeys.signup.AddressConfirmations;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.PendingAccounts;
import dev.countersign.people.brand.Brands;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.Invitations;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.rules.device.Devices;
import dev.countersign.rules.policy.Policies;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.session.Sessions;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Every room with the rooms it stands on: the whole architecture on one screen.
@Configuration(proxyBeanMethods = false)
class RoomsConfiguration {
    /// Begins a while after the answer, which then shares no processor with it: how much there is to do depends on
    /// who has an account.
    private static final Executor AFTER_THE_ANSWER = work -> CompletableFuture.delayedExecutor(
                    ThreadLocalRandom.current().nextInt(100, 600),
                    TimeUnit.MILLISECONDS,
                    task -> Thread.ofVirtual().name("after-the-answer").start(task))
            .execute(work);

    // ground
    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    /// Opened only by whoever holds the data folder.
    @Bean
    Db db(Settings settings, DataFolder folder) {
        return Db.open(settings.databaseSettings());
    }

    @Bean
    SecretBox secretBox(Settings settings, Db db) {
        KeyRing keys = KeyRing.load(
                settings.folder(), settings.keys().lines(), settings.keys().file());
        SecretBox box = new SecretBox(keys);
        new KeyMark(db).check(KeyCheck.proof(box));
        return box;
    }

    @Bean
    SlowHashes slowHashes(Settings settings) {
        Settings.Password cost = settings.password();
        return new SlowHashes(
                new HashParameters(cost.memoryKib(), cost.iterations(), cost.parallelism()),
                cost.permits(),
                cost.longestWait());
    }

    // people
    @Bean
    Installation installation(Settings settings) {
        return settings.installation();
    }

    @Bean
    Invitations invitations(Db db, Tokens tokens) {
        return new Invitations(db, tokens);
    }

    @Bean
    Tokens tokens() {
        return new Tokens();
    }

    /// Ground, people, factors and rules.
    @Bean
    SignInRooms signInRooms(
            Settings settings,
            Db db,
            InstantSource clock,
            Tokens tokens,
            SecretBox box,
            SlowHashes hashes,
            Outbox outbox) {
        Factors factors = new Factors(db);
        Accounts accounts = new Accounts(db);
        Throttle throttle = new Throttle(db);
        URI baseUrl = settings.installation().baseUrl();
        return new SignInRooms(
                db,
                clock,
                tokens,
                box,
                new AuditTrail(db, tokens),
                throttle,
                accounts,
                new Organisations(db, tokens),
                policies(db, settings, outbox),
                factors,
                new Passwords(db, hashes),
                new TotpFactors(db, box, tokens, factors),
                new BackupCodes(db, box, tokens, hashes),
                new HandOverCodes(db, box, tokens),
                new Devices(db, tokens),
                new Sessions(db, tokens),
                new PendingAccounts(db, tokens, box),
                outbox,
                PhoneRooms.on(db, box, tokens, factors, texting(settings.text())),
                new Notices(db, tokens, accounts, outbox, baseUrl),
                new Passkeys(db, tokens, factors, settings.relyingParty()));
    }

    private static Policies policies(Db db, Settings settings, Outbox outbox) {
        Policy installation = settings.defaultPolicy();
        Set<FactorType> withheld = withheld(settings, outbox);
        Checks.enrollable(installation, withheld);
        return new Policies(db, installation, withheld);
    }

    /// What cannot be offered here: texts that nothing sends, passkeys where browsers have none.
    private static Set<FactorType> withheld(Settings settings, Outbox outbox) {
        Set<FactorType> withheld = EnumSet.noneOf(FactorType.class);
        if (!outbox.carries(Channel.TEXT)) {
            withheld.add(FactorType.SMS);
        }
        if (!settings.relyingParty().offered()) {
            withheld.add(FactorType.PASSKEY);
        }
        return withheld;
    }

    /// A number without its country is dialled in the first of the countries that texts may be sent to.
    private static PhoneRooms.Texting texting(TextSettings text) {
        PhoneRooms.Texting unset = PhoneRooms.Texting.defaults();
        String home =
                text.countries().isEmpty() ? unset.home() : text.countries().getFirst();
        return new PhoneRooms.Texting(text.quota().over(unset.quota()), home, Set.copyOf(text.countries()));
    }

    @Bean
    RelyingParty relyingParty(SignInRooms rooms) {
        return rooms.passkeys().relyingParty();
    }

    @Bean
    Passkeys passkeys(SignInRooms rooms) {
        return rooms.passkeys();
    }

    @Bean
    AuditTrail auditTrail(SignInRooms rooms) {
        return rooms.audit();
    }

    @Bean
    AuditSeals auditSeals(SignInRooms rooms) {
        return new AuditSeals(rooms.db(), rooms.box());
    }

    @Bean
    Accounts accounts(SignInRooms rooms) {
        return rooms.accounts();
    }

    @Bean
    Organisations organisations(SignInRooms rooms) {
        return rooms.organisations();
    }

    @Bean
    Factors factors(SignInRooms rooms) {
        return rooms.factors();
    }

    @Bean
    Passwords passwords(SignInRooms rooms) {
        return rooms.passwords();
    }

    @Bean
    Brands brands(Db db) {
        return new Brands(db);
    }

    // journeys
    @Bean
    SignInJourney signInJourney(SignInRooms rooms) {
        return new SignInJourney(rooms);
    }

    @Bean
    SignUpMails signUpMails(SignInRooms rooms, Installation installation) {
        return new SignUpMails(rooms, installation.baseUrl());
    }

    @Bean
    SignIns signIns(SignInRooms rooms, SignInJourney journey, SignUpMails mails, SignInPermits permits) {
        return new SignIns(rooms, journey, mails, permits);
    }

    @Bean
    PasskeySignIns passkeySignIns(SignInRooms rooms, SignInJourney journey) {
        return new PasskeySignIns(rooms, journey);
    }

    @Bean
    PasskeyOffers passkeyOffers(SignInRooms rooms) {
        return new PasskeyOffers(rooms);
    }

    @Bean
    SignInPermits signInPermits(SignInRooms rooms, Installation installation) {
        return new SignInPermits(rooms, installation.baseUrl(), AFTER_THE_ANSWER);
    }

    @Bean
    StepUps stepUps(SignInRooms rooms, SignInJourney journey) {
        return new StepUps(rooms, journey);
    }

    @Bean
    Visits visits(SignInRooms rooms, SignInJourney journey) {
        return new Visits(rooms, journey);
    }

    @Bean
    Enrolments enrolments(SignInRooms rooms, SignInJourney journey, StepUps stepUps, Installation installation) {
        return new Enrolments(rooms, journey, stepUps, installation);
    }

    @Bean
    GraceReminders graceReminders(SignInRooms rooms, Installation installation) {
        return new GraceReminders(rooms, installation.baseUrl());
    }

    @Bean
    BackupCodeSets backupCodeSets(SignInRooms rooms, StepUps stepUps) {
        return new BackupCodeSets(rooms, stepUps);
    }

    @Bean
    SignUps signUps(
            SignInRooms rooms,
            SignInJourney journey,
            Invitations invitations,
            Installation installation,
            SignUpMails mails,
            Settings settings) {
        return new SignUps(rooms, journey, invitations, installation, mails, settings.signUpOpen());
    }

    @Bean
    AddressConfirmations addressConfirmations(
            SignInRooms rooms, SignInJourney journey, Invitations invitations, SignUpMails mails) {
        return new AddressConfirmations(rooms, journey, invitations, mails);
    }

    @Bean
    PasswordChanges passwordChanges(SignInRooms rooms, StepUps stepUps, Installation installation) {
        return new PasswordChanges(rooms, stepUps, installation, AFTER_THE_ANSWER);
    }

    @Bean
    NotMe notMe(SignInRooms rooms, PasswordChanges passwords) {
        return new NotMe(rooms, passwords);
    }

    @Bean
    AddressUndos addressUndos(SignInRooms rooms, NotMe notMe, Installation installation) {
        return new AddressUndos(rooms, notMe, installation.baseUrl());
    }

    @Bean
    AddressChanges addressChanges(SignInRooms rooms, StepUps stepUps, SignUpMails mails, AddressUndos undos) {
        return new AddressChanges(rooms, stepUps, mails, undos);
    }

    @Bean
    Resets resets(SignInRooms rooms) {
        return new Resets(rooms);
    }

    @Bean
    Recoveries recoveries(SignInRooms rooms, Resets resets, Installation installation) {
        return new Recoveries(rooms, resets, installation);
    }

    @Bean
    Memberships memberships(SignInRooms rooms, StepUps stepUps, Invitations invitations, Settings settings) {
        return new Memberships(rooms, stepUps, invitations, settings.anyoneMayFound());
    }

    @Bean
    Suspensions suspensions(SignInRooms rooms, StepUps stepUps, Invitations invitations, Installation installation) {
        return new Suspensions(rooms, stepUps, invitations, installation.baseUrl());
    }

    @Bean
    OrganisationEnds organisationEnds(SignInRooms rooms, StepUps stepUps) {
        return new OrganisationEnds(rooms, stepUps);
    }

    @Bean
    AccountDeletions accountDeletions(SignInRooms rooms, StepUps stepUps) {
        return new AccountDeletions(rooms, stepUps);
    }

    @Bean
    AccountExports accountExports(SignInRooms rooms, StepUps stepUps, ObjectProvider<AppRooms> apps) {
        return new AccountExports(rooms, stepUps, () -> apps.getObject().usedApps());
    }

    @Bean
    Joinings joinings(SignInRooms rooms, Invitations invitations) {
        return new Joinings(rooms, invitations);
    }

    @Bean
    Invitings invitings(SignInRooms rooms, StepUps stepUps, Invitations invitations, Installation installation) {
        return new Invitings(rooms, stepUps, invitations, installation.baseUrl());
    }

    @Bean
    MemberActions memberActions(SignInRooms rooms, StepUps stepUps, Resets resets, Installation installation) {
        return new MemberActions(rooms, stepUps, resets, installation.baseUrl());
    }

    @Bean
    Adoptions adoptions(SignInRooms rooms, StepUps stepUps) {
        return new Adoptions(rooms, stepUps);
    }

    @Bean
    Reminders reminders(SignInRooms rooms, StepUps stepUps, MemberActions actions) {
        return new Reminders(rooms, stepUps, actions);
    }

    @Bean
    AuditLogs auditLogs(SignInRooms rooms, StepUps stepUps) {
        return new AuditLogs(rooms, stepUps);
    }

    @Bean
    BulkActions bulkActions(SignInRooms rooms, StepUps stepUps, MemberActions actions) {
        return new BulkActions(rooms, stepUps, actions);
    }

    @Bean
    MemberResets memberResets(SignInRooms rooms, StepUps stepUps, Resets resets, Installation installation) {
        return new MemberResets(rooms, stepUps, resets, installation.baseUrl());
    }

    @Bean
    OperatorActions operatorActions(SignInRooms rooms, StepUps stepUps, Resets resets, Suspensions suspensions) {
        return new OperatorActions(rooms, stepUps, resets, suspensions);
    }

    @Bean
    WaitingResets waitingResets(MemberResets resets) {
        return resets.waiting();
    }

    @Bean
    OrganisationPolicies organisationPolicies(SignInRooms rooms, StepUps stepUps) {
        return new OrganisationPolicies(rooms, stepUps);
    }

    @Bean
    Branding branding(SignInRooms rooms, StepUps stepUps, Brands brands) {
        return new Branding(rooms, stepUps, brands);
    }

    @Bean
    MemberLists memberLists(SignInRooms rooms, StepUps stepUps, Invitations invitations, MemberResets resets) {
        return new MemberLists(rooms, stepUps, invitations, resets);
    }
}
