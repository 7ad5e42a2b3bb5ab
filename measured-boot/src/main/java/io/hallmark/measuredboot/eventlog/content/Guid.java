package io.hallmark.measuredboot.eventlog.content;

import java.util.Map;

/** The names of EFI_GUIDs that people meet. */
final class Guid {
    private static final Map<String, String> NAMES = Map.of(
            "8be4df61-93ca-11d2-aa0d-00e098032b8c", "EFI_GLOBAL_VARIABLE",
            "d719b2cb-3d3a-4596-a3bc-dad00e67656f", "EFI_IMAGE_SECURITY_DATABASE",
            "605dab50-e046-4300-abb6-3dd810dd8b23", "shim",
            "77fa9abd-0359-4d32-bd60-28f4e78f784b", "Microsoft",
            "a5c059a1-94e4-4aa7-87b5-ab155c2bf072", "X.509",
            "c1c41626-504c-4092-aca9-41f936934328", "SHA-256",
            "c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "EFI System Partition",
            "4a67b082-0a4c-41cf-b6c7-440b29bb8c4f", "systemd");

    private Guid() {}

    /** The name of a well-known GUID, else its text. */
    static String name(String guid) {
        return NAMES.getOrDefault(guid, guid);
    }
}
