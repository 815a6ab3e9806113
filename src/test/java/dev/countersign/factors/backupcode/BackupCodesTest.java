package dev.countersign.factors.backupcode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Instant;

class BackupCodesTest {

    @EachDatabase
    void setWhenMadeThenItsCodesAreOfTheFormAndEachHasAnIndexOfItsOwn(Databases databases) {
        BackupCodes codes = Journeys.on(databases).rooms.backupCodes();
        for (int size : new int[] {0, 1, 20}) {
            var made = codes.make(size).codes();
            assertThat(made)
                    .hasSize(size)
                    .allMatch(code -> code.matches("[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}"));
            assertThat(made.stream().map(code -> code.substring(0, 2)).distinct())
                    .hasSize(size);
        }
    }

    @EachDatabase
    void codeWhenItIsAnothersOrOfASetBeforeThenItIsNotSpent(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        BackupCodes codes = journeys.rooms.backupCodes();
        Instant now = journeys.clock.instant();
        String account = journeys.person().account.id();
        String other = journeys.person().account.id();
        BackupCodes.NewSet set = codes.make(3);
        codes.put(account, set, "session", now);
        TypedBackupCode typed = TypedBackupCode.of(set.codes().get(1)).orElseThrow();
        BackupCodes.Candidate candidate = codes.candidate(account, typed);

        assertThat(candidate.number()).isEqualTo(2);
        assertThat(codes.matches(candidate, typed)).isTrue();
        assertThat(codes.matches(codes.candidate(other, typed), typed)).isFalse();
        assertThat(codes.spend(other, candidate, now)).isFalse();
        codes.put(account, codes.make(3), "session", now);
        assertThat(codes.spend(account, candidate, now)).isFalse();
        assertThat(codes.standing(account)).isEqualTo(new BackupCodes.Standing(3, 3, now));
        codes.put(account, set, "session", now);
        assertThat(codes.spend(account, candidate, now)).isTrue();
        assertThat(codes.spend(account, candidate, now)).isFalse();
        assertThat(codes.standing(account).left()).isEqualTo(2);
    }

    @EachDatabase
    void codesWhenShownThenToTheirSessionForFifteenMinutesOnly(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        BackupCodes codes = journeys.rooms.backupCodes();
        Instant now = journeys.clock.instant();
        String account = journeys.person().account.id();
        BackupCodes.NewSet set = codes.make(3);
        codes.put(account, set, "session", now);

        assertThat(codes.shown(account, "session", now).orElseThrow().codes()).isEqualTo(set.codes());
        assertThat(codes.shown(account, "another", now)).isEmpty();
        assertThat(codes.shown(account, "session", now.plus(BackupCodes.SHOWN))).isEmpty();
    }
}
