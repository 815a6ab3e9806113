package dev.countersign.doors.cli;

import dev.countersign.ground.audit.AuditEvent.PolicyChanged;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.Member;
import dev.countersign.journeys.organisation.MemberOutcome;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.organisation.Organisation;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.PolicyFault;
import dev.countersign.rules.policy.PolicyFields;
import dev.countersign.rules.policy.Preset;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `countersign organisation …`: organisations, their members and policies, when no owner can sign in.
@Command(
        name = "organisation",
        description = "Lists organisations and members, gives roles, shows and sets policies.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[COMMAND]")
final class OrganisationCommands implements Runnable {
    private static final int DONE = 0;
    private static final int NOT_DONE = 1;
    private static final String WHICH = "Its id or, where only one has it, its name.";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Supplier<Cli.Rooms> rooms;

    @Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    OrganisationCommands(Supplier<Cli.Rooms> rooms) {
        this.rooms = rooms;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(line(), "A command is missing.");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists organisations in the order they were made.")
    int list(@Option(names = "--json", description = "As JSON, one organisation a line.") boolean json) {
        String after = "";
        List<Organisation> page;
        do {
            page = people().organisations().after(after, 500);
            for (Organisation each : page) {
                int members = people().organisations().members(each.id());
                int owners = people().organisations().owners(each.id());
                out().println(
                                json
                                        ? JSON.writeValueAsString(Map.of(
                                                "id",
                                                each.id(),
                                                "name",
                                                each.name(),
                                                "members",
                                                members,
                                                "owners",
                                                owners))
                                        : String.format(
                                                Locale.ROOT,
                                                "%s  %s  (%d members, %d owners)%s",
                                                each.id(),
                                                OperatorCommands.plain(each.name()),
                                                members,
                                                owners,
                                                each.eraseAt() == null
                                                        ? ""
                                                        : "  is erased on " + AccountRow.time(each.eraseAt())));
            }
            after = page.isEmpty() ? "" : page.getLast().id();
        } while (page.size() == 500);
        return DONE;
    }

    @Command(
            name = "members",
            mixinStandardHelpOptions = true,
            description = "Lists the members of an organisation in the order of their addresses.")
    int members(
            @Parameters(paramLabel = "ORGANISATION", description = WHICH) String which,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "How many at most, 1 to 10000 (default: ${DEFAULT-VALUE}).")
                    int limit,
            @Option(names = "--json", description = "As JSON, one member a line.") boolean json) {
        if (limit < 1 || limit > 10_000) {
            throw new CommandLine.ParameterException(line(), "--limit must be from 1 to 10000.");
        }
        Optional<Organisation> organisation = find(which);
        if (organisation.isEmpty()) {
            return NOT_DONE;
        }
        for (Member each : people().operator().members(organisation.get().id(), limit)) {
            out().println(
                            json
                                    ? JSON.writeValueAsString(Map.of(
                                            "id", each.accountId(),
                                            "email", each.email(),
                                            "name", each.name(),
                                            "role", each.role().word(),
                                            "status", each.status().word(),
                                            "managedHere", each.managed()))
                                    : String.format(
                                            Locale.ROOT,
                                            "%-7s %-11s %s  %s",
                                            each.role().word(),
                                            each.status().word(),
                                            OperatorCommands.plain(each.email()),
                                            OperatorCommands.plain(each.name())));
        }
        return DONE;
    }

    @Command(
            name = "role",
            mixinStandardHelpOptions = true,
            description = "Gives a member of an organisation another role. It keeps an owner.")
    int role(
            @Parameters(paramLabel = "ORGANISATION", description = WHICH) String which,
            @Parameters(paramLabel = "EMAIL") String email,
            @Parameters(paramLabel = "ROLE", description = "member, admin or owner.") String word) {
        Optional<Role> role = Role.parse(word);
        if (role.isEmpty()) {
            throw new CommandLine.ParameterException(line(), "ROLE must be member, admin or owner.");
        }
        Optional<Organisation> organisation = find(which);
        if (organisation.isEmpty()) {
            return NOT_DONE;
        }
        Optional<Account> account =
                EmailAddress.parse(email).flatMap(rooms.get().accounts()::byEmail);
        if (account.isEmpty()) {
            return refuse("There is no account with the address " + OperatorCommands.plain(email) + ".");
        }
        var outcome = people().operator()
                .changeRole(organisation.get().id(), account.get().id(), role.get(), Origin.CONSOLE);
        return switch (outcome) {
            case MemberOutcome.Done<?> _ -> {
                out().printf(
                                Locale.ROOT,
                                "%s is %s of %s.%n",
                                OperatorCommands.plain(account.get().email()),
                                word,
                                OperatorCommands.plain(organisation.get().name()));
                yield DONE;
            }
            case MemberOutcome.Refused<?>(var why) ->
                refuse(
                        switch (why) {
                            case LAST_OWNER -> "They are the only owner. Make somebody else an owner first.";
                            default -> "They are no member of it.";
                        });
        };
    }

    @Command(
            name = "policy",
            mixinStandardHelpOptions = true,
            description =
                    "Shows the policy of an organisation and, with fields, sets them; the others stay. It holds from the next request of every member.")
    int policy(
            @Parameters(paramLabel = "ORGANISATION", description = WHICH) String which,
            @Parameters(
                            paramLabel = "FIELD=VALUE",
                            arity = "0..*",
                            description =
                                    "Such as enrolment=required or factors=totp,passkey; names and values as in the API. An empty value lifts a limit of minutes.")
                    @Nullable
                    List<String> fields,
            @Option(
                            names = "--preset",
                            paramLabel = "NAME",
                            description = "Sets every field as that preset has it, before the fields given.")
                    @Nullable
                    String preset) {
        Optional<Organisation> organisation = find(which);
        if (organisation.isEmpty()) {
            return NOT_DONE;
        }
        String id = organisation.get().id();
        Policy before = people().operator().policy(id);
        if ((fields == null || fields.isEmpty()) && preset == null) {
            PolicyFields.of(before).forEach((field, value) -> out().println(field + "=" + value));
            return DONE;
        }
        Policy from = preset == null
                ? before
                : Preset.of(preset)
                        .orElseThrow(() -> new CommandLine.ParameterException(
                                line(), "There is no preset " + OperatorCommands.plain(preset) + "."))
                        .policy();
        return set(id, changed(from, fields == null ? List.of() : fields));
    }

    private Map<String, String> changed(Policy from, List<String> fields) {
        Map<String, String> texts = new LinkedHashMap<>(PolicyFields.of(from));
        for (String each : fields) {
            int equals = each.indexOf('=');
            String field = equals < 0 ? each : each.substring(0, equals);
            if (equals < 0 || !texts.containsKey(field)) {
                throw new CommandLine.ParameterException(
                        line(),
                        OperatorCommands.plain(each) + " is no field of a policy with its value. The fields are: "
                                + String.join(", ", texts.keySet()) + ".");
            }
            texts.put(field, each.substring(equals + 1));
        }
        return texts;
    }

    private int set(String id, Map<String, String> texts) {
        PolicyFields.Read read = PolicyFields.read(texts);
        List<PolicyFault> faults = read.policy().isEmpty()
                ? read.faults()
                : people().operator().faults(read.policy().get());
        if (!faults.isEmpty()) {
            faults.forEach(fault -> refuse(fault.sentence() + "."));
            return NOT_DONE;
        }
        var outcome = people().operator().setPolicy(id, read.policy().orElseThrow(), Origin.CONSOLE);
        return switch (outcome) {
            case MemberOutcome.Done<List<PolicyChanged.Change>>(var changes) -> {
                changes.forEach(change ->
                        out().printf(Locale.ROOT, "%s: %s -> %s%n", change.field(), change.before(), change.after()));
                out().println(changes.isEmpty() ? "Nothing has changed." : "Set.");
                yield DONE;
            }
            case MemberOutcome.Refused<?> _ -> refuse("That policy cannot be used here.");
        };
    }

    private Optional<Organisation> find(String which) {
        Optional<Organisation> byId = people().organisations().byId(which);
        if (byId.isPresent()) {
            return byId;
        }
        List<Organisation> named = people().organisations().named(which);
        if (named.size() != 1) {
            refuse(
                    named.isEmpty()
                            ? "There is no organisation " + OperatorCommands.plain(which) + "."
                            : "Several are called " + OperatorCommands.plain(which) + ". Give the id of one.");
            return Optional.empty();
        }
        return Optional.of(named.getFirst());
    }

    private int refuse(String sentence) {
        line().getErr().println(sentence);
        return NOT_DONE;
    }

    private Cli.People people() {
        return rooms.get().people();
    }

    private PrintWriter out() {
        return line().getOut();
    }

    private CommandLine line() {
        return Objects.requireNonNull(spec).commandLine();
    }
}
