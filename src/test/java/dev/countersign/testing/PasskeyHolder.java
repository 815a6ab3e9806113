package dev.countersign.testing;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;

import dev.countersign.journeys.enrolment.BeginPasskeyOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.signin.PasskeySignIn;
import dev.countersign.journeys.signin.PasskeySignInOutcome;
import dev.countersign.journeys.signin.PasskeySignIns;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.SignIns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a person does with passkeys.
public class PasskeyHolder {
    /// The page in everybody's own browser.
    public static final PasskeySignIns.Door PAGE = PasskeySignIns.Door.page("a browser");

    public @Nullable String device;
    public List<String> backupCodes = List.of();

    private final Enrolments enrolments;
    private final SignIns signIns;
    private final PasskeySignIns passkeySignIns;

    PasskeyHolder(Enrolments enrolments, SignIns signIns, PasskeySignIns passkeySignIns) {
        this.enrolments = enrolments;
        this.signIns = signIns;
        this.passkeySignIns = passkeySignIns;
    }

    /// Makes a passkey on that authenticator.
    public ConfirmOutcome.Confirmed addPasskey(Enroller enroller, SoftKey key) {
        var begun = as(BeginPasskeyOutcome.Begun.class, enrolments.beginPasskey(enroller, HOME));
        String made = key.create(begun.options().json());
        var confirmed = as(ConfirmOutcome.Confirmed.class, enrolments.confirmPasskey(enroller, begun.id(), made, HOME));
        backupCodes = confirmed.backupCodes().isEmpty() ? backupCodes : confirmed.backupCodes();
        return confirmed;
    }

    public ConfirmOutcome.Confirmed addPasskey(SignedIn in, SoftKey key) {
        return addPasskey(new Enroller.BySession(in.session()), key);
    }

    /// What that authenticator answers to a challenge.
    public String sign(Challenged challenged, SoftKey key) {
        return key.get(
                signIns.passkeyOptions(challenged.challenge()).orElseThrow().json());
    }

    /// The passkey alone, in their browser.
    public PasskeySignInOutcome signIn(SoftKey key) {
        return present(key.get(passkeySignIns.options(PAGE, HOME).orElseThrow().json()));
    }

    /// What a passkey answered, as the whole sign-in.
    public PasskeySignInOutcome present(String credential) {
        PasskeySignInOutcome outcome = passkeySignIns.signIn(new PasskeySignIn(PAGE, credential, device, true, HOME));
        if (outcome instanceof SignInOutcome.Entered entered && entered.device() != null) {
            device = entered.device().text();
        }
        return outcome;
    }
}
