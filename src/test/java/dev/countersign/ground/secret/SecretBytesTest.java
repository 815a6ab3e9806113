package dev.countersign.ground.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretBytesTest {

    @Test
    void bytesWhenTheArrayGivenOrTakenIsChangedThenTheyStayTheSame() {
        byte[] given = {1, 2, 3};
        SecretBytes secret = SecretBytes.of(given);
        given[0] = 9;
        secret.copy()[1] = 9;

        assertThat(secret.copy()).containsExactly(1, 2, 3);
    }

    @Test
    void bytesWhenComparedThenOnlyTheSameOnesAreTheSame() {
        SecretBytes secret = SecretBytes.of(new byte[] {1, 2, 3});

        assertThat(secret.sameAs(SecretBytes.of(new byte[] {1, 2, 3}))).isTrue();
        assertThat(secret.sameAs(SecretBytes.of(new byte[] {1, 2, 4}))).isFalse();
        assertThat(secret.sameAs(SecretBytes.of(new byte[] {1, 2}))).isFalse();
    }

    @Test
    void bytesWhenPrintedThenTheyAreNotSeen() {
        assertThat(SecretBytes.of(new byte[] {1, 2, 3})).hasToString("***");
    }

    @Test
    void bytesWhenClosedThenTheyAreGone() {
        SecretBytes secret = SecretBytes.of(new byte[] {1, 2, 3});
        secret.close();

        assertThatThrownBy(secret::copy).isInstanceOf(IllegalStateException.class);
    }
}
