package dev.countersign.ground.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;

class KeyMarkTest {

    @EachDatabase
    void proofWhenTheDatabaseIsNewThenItIsKeptAndHoldsFromThenOn(Databases databases) {
        Db db = databases.fresh();
        KeyMark mark = new KeyMark(db);

        mark.check("0a0a0a0a:first");
        mark.check("0a0a0a0a:first");

        assertThatThrownBy(() -> mark.check("0b0b0b0b:second"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("made with key 0a0a0a0a")
                .hasMessageContaining("0b0b0b0b")
                .hasMessageContaining("Put the right key back")
                .hasMessageNotContaining("first")
                .hasMessageNotContaining("second");
        mark.check("0a0a0a0a:first");
    }
}
