package dev.countersign;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules of docs/ARCHITECTURE.md, held against every class; and each rule held against a small house built
/// wrong on purpose (`dev.countersign.wronghouse`), so that a rule that has stopped biting is noticed.
class RoomsTest {
    private static final String HOUSE = "dev.countersign";
    private static final String WRONG_HOUSE = "dev.countersign.wronghouse";

    /// From the ground up. A room imports from floors below its own.
    private static final List<String> FLOORS = List.of("ground", "people", "factors", "rules", "journeys", "doors");

    /// The imports allowed between rooms of one floor.
    private static final Map<String, Set<String>> NEIGHBOURS = Map.ofEntries(
            Map.entry("ground/audit", Set.of("ground/store", "ground/secret")),
            Map.entry("ground/throttle", Set.of("ground/store")),
            Map.entry("people/organisation", Set.of("people/account", "people/delivery")),
            Map.entry("people/site", Set.of("people/client")),
            Map.entry("people/brand", Set.of("people/organisation")),
            Map.entry("people/apikey", Set.of("people/organisation")),
            Map.entry("people/delivery", Set.of("people/account")),
            Map.entry("people/gateway", Set.of("people/delivery")),
            Map.entry("factors/password", Set.of("factors/factor")),
            Map.entry("factors/totp", Set.of("factors/factor")),
            Map.entry("factors/outofband", Set.of("factors/factor")),
            Map.entry("factors/backupcode", Set.of("factors/factor")),
            Map.entry("factors/handover", Set.of("factors/factor")),
            Map.entry("factors/passkey", Set.of("factors/factor")),
            Map.entry("journeys/enrolment", Set.of("journeys/signin")),
            Map.entry("journeys/signup", Set.of("journeys/signin")),
            Map.entry("journeys/recovery", Set.of("journeys/signin")),
            Map.entry("journeys/authorization", Set.of("journeys/signin")),
            Map.entry("journeys/entry", Set.of("journeys/signin")),
            Map.entry("journeys/reference", Set.of("journeys/signin")),
            Map.entry("journeys/departure", Set.of("journeys/signin", "journeys/authorization", "journeys/entry")),
            Map.entry("journeys/organisation", Set.of("journeys/signin", "journeys/signup", "journeys/recovery")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("__")) // written by Spring for its own start
            .importPackages(HOUSE);
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final JavaClasses WRONG = new ClassFileImporter().importPackages(WRONG_HOUSE);

    /// A rule, made for a house: the real one or the wrong one.
    record Rule(String name, Function<String, ArchRule> in) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Rule> rules() {
        return Stream.of(
                new Rule("rooms import from below, and from neighbours only as listed", RoomsTest::floors),
                new Rule("only Main and wiring import wiring", RoomsTest::wiringIsOnTop),
                new Rule(
                        "rooms are free of cycles",
                        house ->
                                slices().matching(house + ".(*).(*)..").should().beFreeOfCycles()),
                new Rule("Spring stays in the doors", RoomsTest::springInDoors),
                new Rule("doors show nothing", RoomsTest::doorsShowNothing),
                new Rule("stores are not public", RoomsTest::storesAreHidden),
                new Rule("outcomes are sealed interfaces of records", RoomsTest::outcomesAreSealed),
                new Rule("nothing is named util, common, helper, Manager or Impl", RoomsTest::namesSaySomething));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void houseWhenBuiltThenKeepsTheRule(Rule rule) {
        rule.in().apply(HOUSE).check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void wrongHouseWhenCheckedThenBreaksTheRule(Rule rule) {
        assertThat(rule.in().apply(WRONG_HOUSE).evaluate(WRONG).hasViolation()).isTrue();
    }

    @Test
    void roomsWhenListedThenAreOnKnownFloors() {
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .map(name -> floor(HOUSE, name))
                        .distinct())
                .isSubsetOf(Stream.concat(FLOORS.stream(), Stream.of("", "wiring", "pages"))
                        .toList());
    }

    private static ArchRule floors(String house) {
        return classes()
                .that(are(DescribedPredicate.describe(
                        "in a room", type -> FLOORS.contains(floor(house, type.getPackageName())))))
                .should(new ArchCondition<>("import only what is below them, or a listed neighbour") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                            String from = type.getPackageName();
                            String to = dependency.getTargetClass().getPackageName();
                            if (!mayImport(house, from, to)) {
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                            }
                        }
                    }
                });
    }

    private static boolean mayImport(String house, String from, String to) {
        int above = FLOORS.indexOf(floor(house, from));
        int below = FLOORS.indexOf(floor(house, to));
        if (below < 0 || below < above) {
            return true; // a library, generated pages, or a floor below
        }
        String room = room(house, from);
        return below == above
                && (room.equals(room(house, to))
                        || NEIGHBOURS.getOrDefault(room, Set.of()).contains(room(house, to)));
    }

    private static ArchRule wiringIsOnTop(String house) {
        return noClasses()
                .that()
                .resideInAnyPackage(
                        FLOORS.stream().map(floor -> house + "." + floor + "..").toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(house + ".wiring..");
    }

    /// JDBC and transactions are for stores and the room that owns the database; everything else of Spring is for
    /// the doors.
    private static ArchRule springInDoors(String house) {
        DescribedPredicate<JavaClass> database = resideInAPackage("org.springframework.jdbc..")
                .or(resideInAPackage("org.springframework.dao.."))
                .or(resideInAPackage("org.springframework.transaction.."));
        DescribedPredicate<JavaClass> stores =
                resideInAPackage(house + ".ground.store..").or(simpleNameEndingWith("Store"));
        String[] belowDoors = FLOORS.stream()
                .filter(floor -> !floor.equals("doors"))
                .map(floor -> house + "." + floor + "..")
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAnyPackage(belowDoors)
                .should(new ArchCondition<>("use of Spring only JDBC, and that only in stores") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean store = stores.test(outermost(type));
                        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                            JavaClass target = dependency.getTargetClass();
                            boolean spring = target.getPackageName().startsWith("org.springframework");
                            if (spring && !(store && database.test(target))) {
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                            }
                        }
                    }
                });
    }

    /// The command line is the exception: the process starts with it.
    private static ArchRule doorsShowNothing(String house) {
        return classes()
                .that()
                .resideInAPackage(house + ".doors..")
                .and(not(DescribedPredicate.describe(
                        "are the command line",
                        type -> outermost(type).getName().equals(house + ".doors.cli.Cli"))))
                .and()
                .areTopLevelClasses()
                .should()
                .notBePublic();
    }

    private static ArchRule storesAreHidden(String house) {
        return classes()
                .that()
                .resideInAPackage(house + "..")
                .and()
                .haveSimpleNameEndingWith("Store")
                .should()
                .bePackagePrivate();
    }

    private static ArchRule outcomesAreSealed(String house) {
        return classes()
                .that()
                .resideInAPackage(house + "..")
                .and(are(DescribedPredicate.describe(
                        "outcomes, requirements or admissions",
                        type -> type.getSimpleName().matches("\\w*Outcome|Requirement|Admission"))))
                .should(new ArchCondition<>("be sealed interfaces of records") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        if (!isSealedOverRecords(type.reflect())) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + " is not a sealed interface of records"));
                        }
                    }
                });
    }

    private static boolean isSealedOverRecords(Class<?> type) {
        return type.isInterface()
                && type.isSealed()
                && Stream.of(type.getPermittedSubclasses())
                        .allMatch(part -> part.isRecord() || isSealedOverRecords(part));
    }

    private static ArchRule namesSaySomething(String house) {
        return noClasses()
                .that()
                .resideInAPackage(house + "..")
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .resideInAnyPackage("..util..", "..common..", "..helper..");
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(RoomsTest::outermost).orElse(type);
    }

    /// `dev.countersign.ground.store` is on the floor `ground`; "" for the house itself, "-" for anything outside.
    private static String floor(String house, String packageName) {
        if (!packageName.equals(house) && !packageName.startsWith(house + ".")) {
            return "-";
        }
        String inside = packageName.substring(house.length());
        return inside.isEmpty() ? "" : inside.substring(1).replaceFirst("\\..*", "");
    }

    private static String room(String house, String packageName) {
        String[] parts = DOT.split(packageName.substring(house.length() + 1), -1);
        return parts.length > 1 ? parts[0] + "/" + parts[1] : parts[0];
    }
}
