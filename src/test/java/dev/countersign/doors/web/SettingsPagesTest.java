package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.pages.Languages;
import dev.countersign.testing.RunningServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the pages under `/settings` do with forms that are right, wrong, old or somebody else's.
class SettingsPagesTest {
    private static final RunningServer SERVER = RunningServer.start();
    private static final String NOBODYS = "019b0000-0000-7000-8000-000000000000";
    private static final Duration STALE = Duration.ofMinutes(11);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void profileWhenSavedThenLanguageZoneAndThemeHoldFromThenOn() {
        PageClient ada = PageClient.signedUp(SERVER);
        ada.get("/settings").leadsTo("/settings/profile");
        ada.follow().send("/settings/profile", profile("name", " Ada Königsberg "));
        ada.leadsTo("/settings/profile?notice=profile-saved")
                .follow()
                .shows("Your profile is saved.", "Ada Königsberg");

        ada.send("/settings/profile", profile("language", "es", "timezone", "Asia/Kolkata", "theme", "dark"));
        ada.follow()
                .shows(
                        "lang=\"es\"",
                        "data-theme=\"dark\"",
                        "value=\"Asia/Kolkata\" selected",
                        "Tu perfil está guardado.");
        ada.elsewhere().signIn().get("/settings/profile").shows("lang=\"es\"");

        ada.send("/settings/profile", profile("theme", "auto")).follow();
        assertThat(ada.page()).doesNotContain("data-theme");
    }

    @Test
    void profileWhenLanguageWasChosenInTheFootThenSavingMakesItTheAccounts() {
        PageClient ada = PageClient.signedUp(SERVER);
        ada.get("/settings/profile")
                .send("/language", "language", "es")
                .follow()
                .shows("lang=\"es\"");
        ada.send("/settings/profile", profile("language", "es")).follow().shows("lang=\"es\"");
        assertThat(ada.cookie("countersign_language")).isEmpty();
    }

    @Test
    void profileWhenWrongThenSaysWhatAndChangesNothing() {
        PageClient ada = PageClient.signedUp(SERVER);
        ada.get("/settings/profile");
        ada.send("/settings/profile", profile("name", " ")).refuses("Enter your name.");
        ada.send("/settings/profile", profile("name", "a\u202Eb")).refuses("Use a shorter name");
        ada.send("/settings/profile", profile("timezone", "Mars/Olympus")).refuses("Choose a time zone from the list.");
        ada.send("/settings/profile", profile("language", "tlh")).refuses("Choose a language from the list.");
        ada.get("/settings/profile").shows("value=\"Ada Byron\"");
    }

    @Test
    void localeForWhenTheLanguageStaysThenKeepsItsRegion() {
        Languages languages = new Languages(false);
        assertThat(ProfilePage.localeFor("en-GB", languages.english())).isEqualTo("en-GB");
        assertThat(ProfilePage.localeFor("en-GB", languages.in("es").orElseThrow()))
                .isEqualTo("es");
        assertThat(ProfilePage.localeFor("es-AR", languages.in("es").orElseThrow()))
                .isEqualTo("es-AR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"device", "session"})
    void listWhenTheIdIsNobodysOrAnothersThenNothingChanges(String kind) {
        PageClient eve = PageClient.enrolled(SERVER);
        PageClient ada = PageClient.enrolled(SERVER);
        ada.elsewhere().signIn("remember", "1");
        String path = "/settings/security/" + kind + "s";
        String hers = ada.get(path).found("name=\"id\" value=\"([^\"]+)\"");

        Map<String, String> form = eve.get("/settings/security")
                .form("/settings/security/sessions")
                .orElseThrow();
        for (String id : new String[] {hers, NOBODYS, "", "' or 1=1 --"}) {
            form.put("id", id);
            eve.post(path, form).leadsTo("/settings/security?notice=" + kind + "-gone");
        }
        eve.follow().shows("Nothing was changed.");
        ada.get(path).shows(hers);
    }

    @Test
    void devicesWhenForgottenThenAskForTheSecondStepAgain() {
        PageClient ada = PageClient.enrolled(SERVER);
        PageClient phone = ada.elsewhere();
        phone.signIn("remember", "1").leadsTo("/settings/security");
        phone.follow().shows("This device", "Skips until", "IP <bdi>127.0.0.1</bdi>");

        ada.get("/settings/security/devices");
        String id = ada.found("name=\"id\" value=\"([^\"]+)\"");
        ada.send("/settings/security/devices", "id", id).leadsTo("/settings/security/devices?notice=device-forgotten");
        ada.follow().shows("The device is forgotten.", "No remembered devices.");

        phone.get("/settings/security").shows("Two-step sign-in is on").send("/sign-out");
        phone.get("/sign-in")
                .send("/sign-in", "email", phone.email(), "password", PageClient.PASSWORD)
                .leadsTo("/verify/app");
    }

    @Test
    void sessionsWhenEndedThenAreOverAndThisOneStays() {
        PageClient ada = PageClient.enrolled(SERVER);
        PageClient phone = ada.elsewhere().signIn();
        PageClient desk = ada.elsewhere().signIn();
        ada.get("/settings/security/sessions")
                .shows("This session", "Sign out<span class=\"sr\"> Firefox on macOS</span>");
        String newest = ada.found("name=\"id\" value=\"([^\"]+)\"");
        ada.send("/settings/security/sessions", "id", newest)
                .leadsTo("/settings/security/sessions?notice=session-ended");
        desk.get("/settings/security").leadsTo("/sign-in?return=%2Fsettings%2Fsecurity");
        phone.get("/settings/security").shows("Security");

        ada.get("/settings/security").send("/settings/security/sessions", "all", "1");
        ada.leadsTo("/settings/security?notice=sessions-ended").follow().shows("Only this session.");
        phone.get("/settings/security").leadsTo("/sign-in?return=%2Fsettings%2Fsecurity");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/settings/password",
                "/settings/email",
                "/settings/security/app/new",
                "/settings/security/app/remove",
                "/settings/security/backup-codes/new"
            })
    void sensitivePageWhenTheProofIsOldThenAsksAndComesBack(String path) {
        PageClient ada = PageClient.enrolled(SERVER);
        Map<String, String> form = ada.get(path).form(path).orElseThrow();
        SERVER.clock().advance(STALE);
        ada.get(path).leadsTo("/confirm?return=" + path.replace("/", "%2F"));

        // A form that stood open for too long leads there, too, and does nothing.
        form.putAll(
                PageClient.fields("current", PageClient.PASSWORD, "password", "another fine phrase", "app", "authy"));
        ada.post(path, form).leadsTo("/confirm?return=" + path.replace("/", "%2F"));
        ada.follow().send("/confirm", "onetimecode", ada.nextCode()).leadsTo(path);
        ada.follow().shows("</form>");
    }

    @Test
    void passwordWhenThereIsNoSecondFactorThenTheCurrentOneIsProofEnough() {
        PageClient ada = PageClient.signedUp(SERVER);
        PageClient other = ada.elsewhere().signIn();
        SERVER.clock().advance(STALE);
        ada.get("/settings/password").shows("Current password");
        ada.send("/settings/password", "current", "not it at all", "password", "another fine phrase")
                .refuses("That is not your current password.");
        ada.send("/settings/password", "current", PageClient.PASSWORD, "password", "another fine phrase")
                .leadsTo("/settings/security?notice=password-changed");
        ada.follow()
                .shows("Your password is changed. Other sessions were signed out and remembered devices forgotten.");
        other.get("/settings/security").leadsTo("/sign-in?return=%2Fsettings%2Fsecurity");
    }

    @Test
    void passwordWhenRefusedThenSaysWhy() {
        PageClient ada = PageClient.enrolled(SERVER);
        ada.get("/settings/password");
        ada.send("/settings/password", "current", "", "password", "").refuses("2 fields need a change.");
        refused(ada, "short", "Use at least 8 characters.");
        refused(ada, "x".repeat(257), "Use at most 256 characters.");
        refused(ada, "password1", "leaked passwords");
        refused(ada, "ada byron", "is your name");
        ada.get("/settings/security").shows("Two-step sign-in is on");
    }

    private static void refused(PageClient ada, String password, String reason) {
        ada.send("/settings/password", "current", PageClient.PASSWORD, "password", password)
                .refuses(reason);
    }

    @Test
    void appWhenRenamedThenItsNameIsShownAsText() {
        PageClient ada = PageClient.enrolled(SERVER);
        ada.get("/settings/security/app");
        ada.send("/settings/security/app", "label", "x".repeat(41)).refuses("Use at most 40 characters");
        ada.send("/settings/security/app", "label", " ").refuses("Enter a name.");
        ada.send("/settings/security/app", "label", "<i>Phone</i>")
                .leadsTo("/settings/security/app?notice=app-renamed");
        ada.get("/settings/security").shows("&lt;i&gt;Phone&lt;/i&gt;");
        ada.get("/settings/security/app").send("/settings/security/app", "id", NOBODYS, "label", "Theirs");
        ada.leadsTo("/settings/security?notice=app-gone");
    }

    @Test
    void newAppWhenTheCodeIsWrongThenTheOldOneStays() {
        PageClient ada = PageClient.enrolled(SERVER);
        ada.get("/settings/security/app/new")
                .send("/settings/security/app/new", "app", "2fas")
                .follow();
        String fresh = ada.shows("Your old app entry keeps working").found("secret=([A-Z2-7]+)");
        ada.send("/settings/security/app/new/connect", "onetimecode", "12345").refuses("Enter all 6 digits.");
        ada.send("/settings/security/app/new/connect", "onetimecode", ada.nextCode())
                .refuses("That code is not right.");
        ada.elsewhere().signIn().leadsTo("/settings/security");

        String old = ada.secret();
        ada.scanned(fresh);
        ada.send("/settings/security/app/new/connect", "onetimecode", ada.nextCode());
        ada.leadsTo("/settings/security?notice=app-replaced").follow().shows("2FAS", "Your new app entry works.");
        assertThat(fresh).isNotEqualTo(old);
        ada.elsewhere().signIn().leadsTo("/settings/security");
    }

    @Test
    void removeWhenDoneThenTwoStepSignInIsOff() {
        PageClient ada = PageClient.enrolled(SERVER);
        ada.get("/settings/security/app/remove").shows("Your 10 unused backup codes stop working.");
        Map<String, String> form = ada.form("/settings/security/app/remove").orElseThrow();
        ada.post("/settings/security/app/remove", form).leadsTo("/settings/security?notice=app-removed");
        ada.follow().shows("Two-step sign-in is off", "Only your password.");
        ada.post("/settings/security/app/remove", form).leadsTo("/settings/security?notice=app-gone");
        ada.get("/settings/security/app").leadsTo("/settings/security");
        ada.get("/settings/security/app/new").leadsTo("/setup/app");
        ada.get("/settings/security/backup-codes/new").leadsTo("/settings/security");
    }

    @Test
    void backupCodesWhenMadeAnewThenAreShownUntilSavedAndOnlyHere() {
        PageClient ada = PageClient.enrolled(SERVER);
        ada.get("/settings/security/backup-codes").shows("Save your backup codes");
        String before = ada.found("<code>([0-9A-Z]{5})<");
        ada.get("/settings/security/backup-codes/new").shows("Your 10 unused codes stop working.");
        ada.send("/settings/security/backup-codes/new").leadsTo("/settings/security/backup-codes");
        String after = ada.follow().found("<code>([0-9A-Z]{5})<");
        assertThat(after).isNotEqualTo(before);
        assertThat(ada.elsewhere()
                        .signIn()
                        .get("/settings/security/backup-codes")
                        .page())
                .contains("of 10 left")
                .doesNotContain(after);

        ada.send("/settings/security/backup-codes").refuses("Save the codes first");
        ada.send("/settings/security/backup-codes", "saved", "1").leadsTo("/settings/security?notice=codes-saved");
        ada.get("/settings/security/backup-codes").shows("of 10 left");
        assertThat(ada.page()).doesNotContain(after);
    }

    @Test
    void formWhenMadeForAnotherAccountThenIsRefused() {
        PageClient eve = PageClient.signedUp(SERVER);
        String hers = eve.get("/settings/profile").found("name=\"account\" value=\"([^\"]+)\"");
        PageClient ada = PageClient.signedUp(SERVER);
        ada.get("/settings/profile").send("/settings/profile", profile("account", hers));
        assertThat(ada.status()).isEqualTo(409);
    }

    @Test
    void reminderWhenHiddenThenComesBackAfterAWeek() {
        PageClient ada = PageClient.signedUp(SERVER);
        ada.get("/settings/security").shows("Hide for 7 days").send("/settings/security/reminder");
        assertThat(ada.follow().page()).doesNotContain("Hide for 7 days");
        SERVER.clock().advance(Duration.ofDays(7).plusMinutes(1));
        ada.get("/settings/security").shows("Hide for 7 days");
    }

    private static Map<String, String> profile(String... changed) {
        Map<String, String> form =
                PageClient.fields("name", "Ada Byron", "language", "en", "timezone", "Europe/Berlin", "theme", "auto");
        form.putAll(PageClient.fields(changed));
        return form;
    }
}
