package dev.countersign.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeTest {
    @ParameterizedTest
    @EnumSource
    void noticeWhenNamedByItsWordThenHasItsSentence(Notice notice) {
        assertThat(Notice.of(notice.word())).contains(notice);
        assertThat(new Languages(false).english().say("notice." + notice.word()))
                .endsWith(".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "APP_REMOVED", "app_removed", "nothing", "app-removed "})
    void noticeWhenNobodyKnowsTheWordThenIsNone(String word) {
        assertThat(Notice.of(word)).isEmpty();
    }

    @Test
    void noticeWhenNothingWasDoneThenDoesNotLookDone() {
        assertThat(Notice.DEVICE_GONE.look()).isEqualTo("info");
        assertThat(Notice.DEVICE_FORGOTTEN.look()).isEqualTo("good");
    }
}
