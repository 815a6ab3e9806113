package dev.countersign.wiring;

import dev.countersign.ground.audit.AuditSeals;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.store.Expired;
import dev.countersign.ground.store.Sweeper;
import dev.countersign.journeys.departure.AccountDeletions;
import dev.countersign.journeys.enrolment.GraceReminders;
import dev.countersign.journeys.organisation.Adoptions;
import dev.countersign.journeys.organisation.OrganisationEnds;
import dev.countersign.journeys.organisation.OrganisationKeys;
import dev.countersign.journeys.organisation.WaitingResets;
import dev.countersign.journeys.recovery.Recoveries;
import dev.countersign.people.gateway.SealWebhook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// What the server does by itself: rows that have expired are deleted, a few at a time, resets that are due are
/// carried out, people are reminded of their date, members are counted, accounts and organisations whose time has come
/// are erased, and events are sealed.
@Component
class Jobs implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration REMINDING = Duration.ofMinutes(10);
    private static final Duration SEALING = Duration.ofSeconds(10);
    private static final Duration COUNTING = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);

    static final List<Expired> EXPIRED = List.of(
            new Expired("session", "expires_at", DAY),
            new Expired("challenge", "expires_at", DAY),
            new Expired("enrolment_grant", "expires_at", DAY),
            new Expired("enrolment", "expires_at", DAY),
            new Expired("totp", "pending_until", Duration.ZERO),
            new Expired("backup_code_shown", "expires_at", Duration.ZERO),
            new Expired("password_link", "expires_at", Duration.ofDays(90)),
            new Expired("sign_in_permit", "expires_at", Duration.ofDays(90)),
            new Expired("recovery_link", "expires_at", Duration.ofDays(90)),
            new Expired("not_me", "expires_at", Duration.ofDays(90)),
            new Expired("address_change", "expires_at", DAY),
            new Expired("address_undo", "expires_at", Duration.ofDays(90)),
            new Expired("pending_account", "expires_at", DAY),
            new Expired("message", "created_at", Duration.ofDays(30)),
            new Expired("invitation", "expires_at", Duration.ofDays(90)),
            new Expired("device", "last_seen_at", Duration.ofDays(400)),
            new Expired("idempotency_key", "expires_at", Duration.ZERO),
            new Expired("grace_reminder", "due_at", Duration.ofDays(90)),
            new Expired("phone", "pending_until", Duration.ZERO),
            new Expired("sent_code", "expires_at", DAY),
            new Expired("passkey_challenge", "expires_at", Duration.ZERO),
            new Expired("client_request", "expires_at", Duration.ZERO),
            new Expired("client_token", "expires_at", DAY),
            new Expired("client_authorization", "expires_at", DAY),
            new Expired("device_code", "expires_at", DAY),
            new Expired("logout_message", "expires_at", Duration.ZERO),
            new Expired("api_key", "ended_at", Duration.ofDays(90)),
            new Expired("webhook_delivery", "created_at", Duration.ofDays(14)),
            new Expired("signing_key", "expires_at", Duration.ZERO),
            new Expired("site_request", "expires_at", Duration.ZERO),
            new Expired("site_ticket", "expires_at", DAY),
            new Expired("access_change", "at", Duration.ofHours(1)),
            new Expired("reference_challenge", "expires_at", DAY),
            new Expired("reference_enrolment", "expires_at", DAY),
            new Expired("reference_totp", "pending_until", Duration.ZERO),
            new Expired("reference_phone", "pending_until", Duration.ZERO),
            new Expired("reference_mailbox", "pending_until", Duration.ZERO),
            new Expired("reference_sent_code", "expires_at", DAY),
            new Expired("reference_send_pace", "sent_at", DAY),
            new Expired("verify_reference", "pending_until", DAY),
            new Expired("send_pace", "sent_at", DAY),
            // Texts are counted over 24 hours; a day more for nodes whose clocks differ.
            new Expired("text_sent", "sent_at", Duration.ofDays(2)),
            new Expired("text_subject", "last_at", Duration.ofDays(2)),
            new Expired("text_day", "day_start", Duration.ofDays(2)),
            new Expired("throttle", "last_failure_at", Duration.ofDays(60)),
            new Expired("throttle_day", "day_start", Duration.ofDays(60)));

    private final Sweeper sweeper;
    private final Recoveries recoveries;
    private final AccountDeletions deletions;
    private final OrganisationEnds ends;
    private final WaitingResets resets;
    private final GraceReminders reminders;
    private final AuditSeals seals;
    private final Optional<Duration> retention;
    private final Optional<SealWebhook> keeper;
    private final Adoptions adoptions;
    private final OrganisationKeys keys;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("jobs").daemon().factory());
    private final ScheduledExecutorService hands = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("jobs-out").daemon().factory());
    private volatile boolean running;

    Jobs(
            Db db,
            Recoveries recoveries,
            AccountDeletions deletions,
            OrganisationEnds ends,
            WaitingResets resets,
            GraceReminders reminders,
            AuditSeals seals,
            Adoptions adoptions,
            OrganisationKeys keys,
            Settings settings,
            InstantSource clock) {
        this.deletions = deletions;
        this.ends = ends;
        this.sweeper = new Sweeper(db, EXPIRED);
        this.recoveries = recoveries;
        this.resets = resets;
        this.reminders = reminders;
        this.seals = seals;
        this.adoptions = adoptions;
        this.keys = keys;
        this.retention = settings.audit().retention();
        this.keeper = settings.audit().heads().map(to -> new SealWebhook(to, clock));
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        var _ = thread.scheduleWithFixedDelay(this::sweep, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
        var _ = thread.scheduleWithFixedDelay(this::endWhatIsDue, 5, EVERY.toSeconds(), TimeUnit.SECONDS);
        var _ = thread.scheduleWithFixedDelay(this::count, 0, COUNTING.toSeconds(), TimeUnit.SECONDS);
        var _ = hands.scheduleWithFixedDelay(this::tell, SEALING.toSeconds(), SEALING.toSeconds(), TimeUnit.SECONDS);
        var _ = thread.scheduleWithFixedDelay(
                this::remind, REMINDING.toSeconds(), REMINDING.toSeconds(), TimeUnit.SECONDS);
        var _ = thread.scheduleWithFixedDelay(this::seal, SEALING.toSeconds(), SEALING.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdown();
        hands.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void seal() {
        step("the record of events could not be sealed", () -> seals.seal(clock.instant()));
        step(
                "old events could not be deleted",
                () -> retention.ifPresent(kept -> seals.prune(clock.instant().minus(kept))));
    }

    /// Organisations first: an owner of one may be waiting to go, too.
    private void endWhatIsDue() {
        step("organisations could not be erased", () -> ends.work(clock.instant()));
        step("accounts could not be erased", () -> deletions.work(clock.instant()));
    }

    /// On a thread of its own: a webhook that is slow holds up nothing.
    private void tell() {
        step(
                "heads of the record could not be handed on",
                () -> keeper.ifPresent(to -> seals.tell(to::hand, clock.instant())));
    }

    private void count() {
        step("members could not be counted", () -> adoptions.keep(clock.instant()));
    }

    private void remind() {
        step("people could not be reminded to set up two-step sign-in", reminders::send);
    }

    private void sweep() {
        step("expired rows could not be deleted", () -> sweeper.sweep(clock.instant()));
        step("account recoveries could not be ended", () -> recoveries.sweep(clock.instant()));
        step("resets that are due could not be done", resets::sweep);
        step("API keys that are over could not be noted", keys::sweep);
    }

    /// One that fails keeps none behind it from being done: what this is about has to happen.
    private static void step(String failure, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("{}: {}", failure, e.getMessage());
        }
    }
}
