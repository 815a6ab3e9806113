package dev.countersign.bench;

import dev.countersign.bench.Bench.Section;
import dev.countersign.bench.Bench.Stage;
import dev.countersign.bench.Http.Reply;
import dev.countersign.bench.Server.Setup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;

/// Sign-ins by passkey alone beside those with password and app, in one server. What the signature check itself costs
/// is measured in the driver's process with the runtime's own `Signature`, in the same run, and taken off.
final class PasskeyCost implements Section {
    private static final int WORKERS = 8;
    private static final String JSON = "application/json";
    private static final int CHECKS = 4_000;

    @Override
    public void run(Stage stage) throws Exception {
        stage.report().title("Sign-in by passkey beside by password and app: by the API, hash made negligible");
        int count = stage.pick(2_000, 10_000);
        Seeds seeds = Seeds.make(stage.folder(), count, Seeds.CHEAP);
        Keys keys = Keys.anew();
        seeds.addPasskeys(keys);
        // Options are limited for each network: each sign-in comes from another.
        try (Server server = Server.start(Setup.of(seeds.folder())
                .cheapHash()
                .with("-Dcountersign.base-url=" + Keys.ORIGIN)
                .with("-Dcountersign.trusted-proxies=127.0.0.1"))) {
            Load load = new Load(server);
            Load.Journey byPasskey = (http, n) -> signIn(http, keys, new Person(n));
            Load.Journey byApp = (http, n) -> SignIn.api(http, new Person(n));
            SignInCost.warmUp(load, seeds, stage.pick(10_000, 40_000), byApp);
            SignInCost.warmUp(load, seeds, stage.pick(10_000, 40_000), byPasskey);
            double app = TextCost.window(stage, load, seeds, "by password and app", count, byApp);
            double passkey = TextCost.window(stage, load, seeds, "by passkey", count, byPasskey);
            app = (app + TextCost.window(stage, load, seeds, "by password and app", count, byApp)) / 2;
            passkey = (passkey + TextCost.window(stage, load, seeds, "by passkey", count, byPasskey)) / 2;
            double check = check(keys);
            stage.report()
                    .line(
                            "the signature check alone %.3f ms; outside it a sign-in by passkey takes %.3f ms of server CPU, %.1f times the check",
                            check, passkey - check, (passkey - check) / check);
            stage.report()
                    .line("by passkey outside the check, of by password and app: %.2f times", (passkey - check) / app);
        }
    }

    private static void signIn(Http http, Keys keys, Person person) throws IOException, GeneralSecurityException {
        String from = "X-Forwarded-For: 10." + (person.number() >> 16 & 255) + "." + (person.number() >> 8 & 255) + "."
                + (person.number() & 255) + "\r\n";
        Reply options = http.post("/api/v1/sign-in/passkey/options", from, JSON, "{}");
        SignIn.expect(options, 200, "\"challenge\":\"");
        String challenge = SignIn.between(options.body(), "\"challenge\":\"", "\"");
        String credential = keys.answer(person, challenge);
        Reply in = http.post("/api/v1/sign-in/passkey", from, JSON, "{\"credential\":" + credential + "}");
        SignIn.expect(in, 200, "\"acr\":\"phr\"");
    }

    /// Milliseconds of CPU that one check takes, once the compiler has seen it often.
    private static double check(Keys keys) throws GeneralSecurityException {
        keys.check(CHECKS);
        var thread = ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadCpuTime();
        keys.check(CHECKS);
        return (thread.getCurrentThreadCpuTime() - before) / 1e6 / CHECKS;
    }
}
