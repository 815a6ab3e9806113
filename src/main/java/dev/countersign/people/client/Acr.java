package dev.countersign.people.client;

import java.util.List;

/// How strongly somebody is signed in, the weakest first, as apps name it.
public final class Acr {
    /// A password, an emailed code, a remembered device.
    public static final String ONE = "urn:countersign:aal1";
    /// A second factor besides.
    public static final String TWO = "urn:countersign:aal2";
    /// A passkey.
    public static final String RESISTANT = "phr";

    /// All of them.
    public static final List<String> ALL = List.of(ONE, TWO, RESISTANT);

    private Acr() {}

    /// Whether what was proven is as strong as what is wanted. What nobody here knows is never met.
    public static boolean meets(String proven, String wanted) {
        int rank = ALL.indexOf(wanted);
        return rank >= 0 && ALL.indexOf(proven) >= rank;
    }
}
