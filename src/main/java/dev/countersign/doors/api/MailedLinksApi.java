package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.Anyone;
import dev.countersign.doors.api.RecoveryBodies.RecoverySentAnswer;
import dev.countersign.journeys.recovery.AddressUndos;
import dev.countersign.journeys.recovery.NotMe;
import dev.countersign.journeys.signin.SignInPermits;
import dev.countersign.people.account.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;

/// What the links of notices do, by their tokens: as on their pages, only a POST changes anything.
@ApiDoor
class MailedLinksApi {
    private final NotMe notMe;
    private final AddressUndos undos;
    private final SignInPermits permits;

    MailedLinksApi(NotMe notMe, AddressUndos undos, SignInPermits permits) {
        this.notMe = notMe;
        this.undos = undos;
        this.permits = permits;
    }

    /// The token of a link.
    record LinkRequest(@Nullable String token) implements Wire {}

    /// The address that the account has again.
    record AddressRestored(String email) implements Wire {}

    /// "This wasn't me": signs out everywhere, voids the password, and mails a link to a new one.
    @PostMapping("/not-me")
    Answer notMe(Anyone caller, @Body LinkRequest body) {
        return notMe.act(token(body), caller.origin())
                .map(address -> Answer.ok(new RecoverySentAnswer(new EmailAddress(address).masked())))
                .orElseGet(() -> Answer.problem(ProblemCode.LINK_EXPIRED));
    }

    /// Takes a change of address back.
    @PostMapping("/undo-address")
    Answer undoAddress(Anyone caller, @Body LinkRequest body) {
        return switch (undos.act(token(body), caller.origin())) {
            case AddressUndos.Outcome.Restored(String address) -> Answer.ok(new AddressRestored(address));
            case AddressUndos.Outcome.Taken _ -> Answer.problem(ProblemCode.TAKEN);
            case AddressUndos.Outcome.LinkNotGood _ -> Answer.problem(ProblemCode.LINK_EXPIRED);
        };
    }

    /// Lets the network that asked try a password, while the account is under attack.
    @PostMapping("/allow-sign-in")
    Answer allowSignIn(Anyone caller, @Body LinkRequest body) {
        return permits.allow(token(body), caller.origin()).isPresent()
                ? Answer.none()
                : Answer.problem(ProblemCode.LINK_EXPIRED);
    }

    private static String token(LinkRequest body) {
        Fields fields = new Fields();
        String token = fields.text("token", body.token());
        fields.done();
        return token;
    }
}
