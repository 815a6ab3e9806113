package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.VerifyAppCaller;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceCodesAnswer;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceExportAnswer;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceFactorView;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceQuestionView;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceRequest;
import dev.countersign.doors.api.VerifyAppBodies.ReferenceView;
import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.journeys.reference.ReferenceExport;
import dev.countersign.journeys.reference.ReferenceStanding;
import dev.countersign.journeys.reference.References;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;

/// People as a verify-only application calls them. References stand in bodies, never in addresses, which logs keep.
@ApiDoor
class ReferencesApi {
    private static final int LONGEST_REFERENCE = 200;

    private final References references;
    private final Outcomes outcomes;

    ReferencesApi(References references, Outcomes outcomes) {
        this.references = references;
        this.outcomes = outcomes;
    }

    /// A reference as it was given: every character counts.
    static String reference(Fields fields, @Nullable String value) {
        return given(fields, "reference", value, LONGEST_REFERENCE);
    }

    /// A text of 1 to so many characters as it was given, without control characters.
    static String given(Fields fields, String field, @Nullable String value, int most) {
        String text = fields.text(field, value);
        if (value != null) {
            if (text.isEmpty() || text.codePointCount(0, text.length()) > most) {
                fields.wrong(field, "wrong-length", "Give 1 to " + most + " characters.");
            } else if (text.chars().anyMatch(Character::isISOControl)) {
                fields.wrong(field, "wrong-characters", "This field cannot hold control characters.");
            }
        }
        return text;
    }

    /// The language that messages to the person are written in.
    static String locale(Fields fields, @Nullable String tag) {
        String locale = MeApi.locale(fields, tag);
        return locale == null ? Locale.ENGLISH.toLanguageTag() : locale;
    }

    private static String only(ReferenceRequest body) {
        Fields fields = new Fields();
        String reference = reference(fields, body.reference());
        fields.done();
        return reference;
    }

    @PostMapping("/verify/references/look-up")
    Answer look(VerifyAppCaller caller, @Body ReferenceRequest body) {
        ReferenceStanding standing = references.standing(caller.app(), only(body));
        return Answer.ok(new ReferenceView(
                standing.enrolled(),
                standing.factors().stream().map(ReferencesApi::view).toList(),
                standing.backupCodesLeft(),
                standing.backupCodesOf(),
                standing.lockedUntil()));
    }

    @PostMapping("/verify/references/backup-codes")
    Answer backupCodes(VerifyAppCaller caller, @Body ReferenceRequest body) {
        String reference = only(body);
        try {
            return references
                    .newBackupCodes(caller.app(), reference, caller.origin())
                    .map(codes -> Answer.ok(new ReferenceCodesAnswer(codes)).andSecret())
                    .orElseGet(() -> Answer.problem(ProblemCode.NOT_FOUND));
        } catch (Busy busy) {
            return outcomes.busy(busy.retryAfter());
        }
    }

    @PostMapping("/verify/references/reset")
    Answer reset(VerifyAppCaller caller, @Body ReferenceRequest body) {
        references.reset(caller.app(), only(body), caller.origin());
        return Answer.none();
    }

    @PostMapping("/verify/references/delete")
    Answer delete(VerifyAppCaller caller, @Body ReferenceRequest body) {
        references.delete(caller.app(), only(body), caller.origin());
        return Answer.none();
    }

    /// What is kept of a reference, for the person whom it stands for.
    @PostMapping("/verify/references/export")
    Answer export(VerifyAppCaller caller, @Body ReferenceRequest body) {
        return references
                .export(caller.app(), only(body), caller.origin())
                .map(it -> Answer.ok(view(it)).andSecret())
                .orElseGet(() -> Answer.problem(ProblemCode.NOT_FOUND));
    }

    private static ReferenceExportAnswer view(ReferenceExport it) {
        return new ReferenceExportAnswer(
                it.reference(),
                it.createdAt(),
                it.standing().factors().stream().map(ReferencesApi::view).toList(),
                it.phone(),
                it.email(),
                it.standing().backupCodesLeft(),
                it.standing().backupCodesOf(),
                it.standing().lockedUntil(),
                it.questions().stream()
                        .map(asked -> new ReferenceQuestionView(
                                asked.purpose(),
                                asked.askedAt(),
                                asked.answeredAt(),
                                asked.factor() == null ? null : asked.factor().word(),
                                asked.redeemedAt()))
                        .toList());
    }

    static ReferenceFactorView view(Factor factor) {
        boolean contact = factor.type() == FactorType.SMS || factor.type() == FactorType.EMAIL;
        return new ReferenceFactorView(
                factor.type().word(),
                contact ? factor.label() : null,
                factor.enrolledAt(),
                factor.lastUsedAt(),
                !factor.usable());
    }
}
