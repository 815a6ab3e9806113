package dev.countersign.ground.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::ffff:192.0.2.7, 192.0.2.7",
        "::FFFF:c000:0207, 192.0.2.7",
        "0:0:0:0:0:ffff:192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8:1:2::, 2001:db8:1:2::/64",
        "2001:db8::5, 2001:db8:0:0::/64",
        "2001:db8::1:2:3:4:5, 2001:db8:0:1::/64",
        "::1, 0:0:0:0::/64",
        "fe80::1%eth0, fe80:0:0:0::/64",
        "[2001:db8::5], 2001:db8:0:0::/64"
    })
    void networkWhenReadFromAnAddressThenItIsTheWholeIpv4AndTheHalfIpv6(String address, String network) {
        assertThat(Network.of(address)).isEqualTo(network);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2001:db8:0:1::9", "2001:0DB8:0000:0001::9", "2001:DB8:0:1:a:b:c:d", "2001:0db8::0001:a:b:c:d"})
    void networkWhenOneAddressIsSpelledInSeveralWaysThenItIsOne(String address) {
        assertThat(Network.of(address)).isEqualTo("2001:db8:0:1::/64");
    }
}
