package dev.countersign.ground.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OneByOneTest {
    @Test
    void thingsWhenOneFailsThenThoseBehindItAreDone() {
        List<String> done = new ArrayList<>();

        OneByOne.each("thing", List.of("a", "b", "c"), Function.identity(), thing -> {
            if (thing.equals("b")) {
                throw new IllegalStateException("broken");
            }
            done.add(thing);
        });

        assertThat(done).containsExactly("a", "c");
    }

    @Test
    void thingsWhenTheDatabaseIsGoneThenNoneIsTriedInVain() {
        List<String> tried = new ArrayList<>();

        assertThatThrownBy(() -> OneByOne.each("thing", List.of("a", "b"), Function.identity(), thing -> {
                    tried.add(thing);
                    throw new StoreUnavailable("gone");
                }))
                .isInstanceOf(StoreUnavailable.class);

        assertThat(tried).containsExactly("a");
    }
}
