package dev.countersign.bench;

import dev.countersign.bench.Bench.Section;
import dev.countersign.bench.Bench.Stage;
import dev.countersign.bench.Server.Setup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// Whole sign-ins with the second step by text beside the same with an app, in one server. By text the server also
/// makes the code, writes the message down, puts it into words and hands it to a webhook in the driver's process.
final class TextCost implements Section {
    private static final int WORKERS = 8;

    @Override
    public void run(Stage stage) throws Exception {
        stage.report().title("Second step by text beside by app: whole sign-ins by the API, hash made negligible");
        int count = stage.pick(1_500, 5_000);
        int warm = stage.pick(4_000, 10_000);
        Seeds seeds = Seeds.make(stage.folder(), 2 * count + warm, Seeds.CHEAP);
        seeds.addPhones();
        try (Sink sink = new Sink();
                Server server = Server.start(Setup.of(seeds.folder())
                        .cheapHash()
                        .with("-Dcountersign.text.gateways=webhook")
                        .with("-Dcountersign.text.countries=DE")
                        .with("-Dcountersign.text.webhook.url=" + sink.address())
                        .with("-Dcountersign.text.webhook.secret=" + Sink.SECRET)
                        .with("-Dcountersign.text.quota.network-hour=10000000")
                        .with("-Dcountersign.text.quota.organisation-day=0")
                        .with("-Dcountersign.text.quota.country-day=0")
                        .with("-Dcountersign.text.quota.day=0"))) {
            Load load = new Load(server);
            // An account gets one code in 30 seconds: each sign-in by text takes one that had none.
            AtomicInteger fresh = new AtomicInteger();
            Load.Journey byText = (http, _) -> text(http, new Person(fresh.getAndIncrement()), sink);
            Load.Journey byApp = (http, n) -> SignIn.api(http, new Person(n));
            SignInCost.warmUp(load, seeds, stage.pick(10_000, 40_000), byApp);
            load.run(WORKERS, warm, byText);
            double app = window(stage, load, seeds, "by app", count, byApp);
            double text = window(stage, load, seeds, "by text", count, byText);
            app = (app + window(stage, load, seeds, "by app", count, byApp)) / 2;
            text = (text + window(stage, load, seeds, "by text", count, byText)) / 2;
            stage.report()
                    .line(
                            "by text, of by app: %.2f times; it adds %.3f ms of server CPU to a sign-in",
                            text / app, text - app);
        }
    }

    static double window(Stage stage, Load load, Seeds seeds, String name, int count, Load.Journey journey)
            throws Exception {
        seeds.forgetUsedCodes();
        load.settle();
        Load.Window window = load.run(WORKERS, count, journey);
        stage.report().window(name, window);
        return window.serverMillis();
    }

    private static void text(Http http, Person person, Sink sink) throws Exception {
        String challenge = SignIn.challenge(http, person);
        CompletableFuture<String> code = sink.next(person.phone());
        SignIn.send(http, challenge);
        SignIn.verify(http, "sms", code.get(), challenge);
    }
}
