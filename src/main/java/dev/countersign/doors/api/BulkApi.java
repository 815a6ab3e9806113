package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.doors.api.OrganisationBodies.BulkAnswer;
import dev.countersign.doors.api.OrganisationBodies.BulkRequest;
import dev.countersign.doors.api.OrganisationBodies.LeftOutView;
import dev.countersign.doors.api.OrganisationBodies.MemberAccountView;
import dev.countersign.journeys.organisation.BulkActions;
import dev.countersign.journeys.organisation.BulkActions.LeftOut;
import dev.countersign.journeys.organisation.BulkActions.What;
import dev.countersign.journeys.organisation.BulkActions.Whom;
import dev.countersign.journeys.organisation.Member;
import dev.countersign.people.apikey.KeyScope;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// One thing done for many members of an organisation.
@ApiDoor
class BulkApi {
    private static final int LONGEST_SEARCH = 200;

    private final BulkActions bulk;
    private final OrganisationAnswers answers;

    BulkApi(BulkActions bulk, OrganisationAnswers answers) {
        this.bulk = bulk;
        this.answers = answers;
    }

    @PostMapping("/organisations" + ApiDoor.ID + "/members/actions")
    @Scoped(KeyScope.MEMBERS_WRITE)
    Answer act(ManagingCaller caller, @PathVariable String id, @Body BulkRequest body) {
        Fields fields = new Fields();
        String word = fields.text("action", body.action());
        Optional<What> what = What.parse(word);
        if (what.isEmpty() && !word.isEmpty()) {
            fields.wrong("action", "unknown", "Give remind, unlock, sign-out or forget-devices.");
        }
        Whom whom = whom(fields, body);
        fields.done();
        return answers.answer(
                bulk.act(caller.by(), id, what.orElseThrow(), whom, caller.origin()),
                result -> Answer.ok(new BulkAnswer(
                        result.done(),
                        result.leftOut().stream().map(this::view).toList(),
                        result.next() == null ? null : new Paging.Place(Instant.EPOCH, result.next()).cursor())));
    }

    private static Whom whom(Fields fields, BulkRequest body) {
        List<String> ids = body.accountIds();
        boolean all = Boolean.TRUE.equals(body.all());
        if (all == (ids != null)) {
            fields.wrong("accountIds", "one-of", "Give either accountIds, or all with a status or q if you like.");
        }
        if (ids != null
                && (ids.isEmpty()
                        || ids.size() > BulkActions.MOST
                        || ids.stream().anyMatch(Objects::isNull))) {
            fields.wrong("accountIds", "out-of-range", "Give 1 to " + BulkActions.MOST + " ids.");
            return new Whom.Chosen(new LinkedHashSet<>());
        }
        return ids == null
                ? new Whom.Matching(status(fields, body.status()), search(fields, body.q()), after(body.cursor()))
                : new Whom.Chosen(new LinkedHashSet<>(ids));
    }

    private static Member.@Nullable Status status(Fields fields, @Nullable String word) {
        Member.Status status = word == null ? null : Member.Status.parse(word).orElse(null);
        if (word != null && (status == null || status == Member.Status.INVITED)) {
            fields.wrong("status", "unknown", "Give on, not-set-up or locked.");
        }
        return status;
    }

    private static String search(Fields fields, @Nullable String typed) {
        String text = typed == null ? "" : typed;
        if (text.length() > LONGEST_SEARCH) {
            fields.wrong("q", "too-long", "Give 200 characters at most.");
        }
        return text;
    }

    private static String after(@Nullable String cursor) {
        Paging.Place place =
                cursor == null ? null : Paging.of(null, new String[] {cursor}).after();
        return place == null ? "" : place.id();
    }

    private LeftOutView view(LeftOut it) {
        Problem problem = answers.problem(it.why());
        Member member = it.member();
        return new LeftOutView(
                it.accountId(),
                member == null ? null : new MemberAccountView(member.accountId(), member.email(), member.name()),
                problem.code(),
                problem.detail());
    }
}
