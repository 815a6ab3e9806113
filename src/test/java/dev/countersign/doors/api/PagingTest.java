package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.doors.api.Paging.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private record Item(int number) implements Wire {
        Place place() {
            // Three items share each second.
            return new Place(NOON.plusSeconds(number / 3), String.format("id-%03d", number));
        }
    }

    @Test
    void listWhenShorterThanLimitThenWholeAndNewestFirst() {
        ItemList<Item> page = paging(null, null).of(items(5), Item::place);
        assertThat(page.items()).extracting(Item::number).containsExactly(4, 3, 2, 1, 0);
        assertThat(page.next()).isNull();
    }

    @Test
    void listWhenReadInPartsThenEveryItemOnce() {
        List<Item> all = items(23);
        List<Integer> seen = new ArrayList<>();
        String cursor = null;
        do {
            ItemList<Item> page = paging("7", cursor).of(all, Item::place);
            page.items().forEach(item -> seen.add(item.number()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(seen)
                .containsExactlyElementsOf(
                        IntStream.range(0, 23).map(i -> 22 - i).boxed().toList());
    }

    @Test
    void listWhenItemBeforeCursorGoesThenNoneIsHidden() {
        List<Item> all = items(6);
        String cursor = paging("2", null).of(all, Item::place).next();
        List<Item> fewer = all.stream().filter(item -> item.number() != 4).toList();
        assertThat(paging("2", cursor).of(fewer, Item::place).items())
                .extracting(Item::number)
                .containsExactly(3, 2);
    }

    @Test
    void listWhenExactlyLimitThenNoNext() {
        assertThat(paging("3", null).of(items(3), Item::place).next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "1.5", "", "ten", "9999999999", "+5"})
    void limitWhenOutOfRangeThenInvalid(String limit) {
        assertThatThrownBy(() -> paging(limit, null))
                .isInstanceOf(Refusal.class)
                .hasMessage("validation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!!", "bm90IG9uZQ", "MTIz"})
    void cursorWhenNotOursThenInvalid(String cursor) {
        assertThatThrownBy(() -> paging(null, cursor))
                .isInstanceOf(Refusal.class)
                .hasMessage("validation");
    }

    @Test
    void limitWhenGivenTwiceThenInvalid() {
        assertThatThrownBy(() -> Paging.of(new String[] {"1", "2"}, null)).isInstanceOf(Refusal.class);
    }

    private static Paging paging(@Nullable String limit, @Nullable String cursor) {
        return Paging.of(limit == null ? null : new String[] {limit}, cursor == null ? null : new String[] {cursor});
    }

    private static List<Item> items(int count) {
        return IntStream.range(0, count).mapToObj(Item::new).toList();
    }
}
