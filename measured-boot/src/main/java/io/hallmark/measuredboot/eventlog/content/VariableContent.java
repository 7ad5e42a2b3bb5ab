package io.hallmark.measuredboot.eventlog.content;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.eventlog.content.EventContent.Signature;
import io.hallmark.measuredboot.io.ByteReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Decodes variables by name. */
final class VariableContent {
    private static final Set<String> SIGNATURE_LISTS =
            Set.of("PK", "KEK", "db", "dbx", "dbt", "dbr", "MokList", "MokListX", "MokListRT", "MokListXRT");

    private VariableContent() {}

    static EventContent of(String name, String guid, byte[] value) {
        if (name.matches("Boot[0-9A-F]{4}") && value.length > 6) {
            return bootEntry(name, value);
        }
        if (name.equals("BootOrder")) {
            List<String> entries = new ArrayList<>();
            for (ByteReader in = new ByteReader(value); in.remaining() >= 2; ) {
                entries.add(String.format(Locale.ROOT, "Boot%04X", in.u16()));
            }
            return new EventContent.BootOrder(entries);
        }
        List<Signature> signatures = SIGNATURE_LISTS.contains(name) ? SignatureLists.lists(value) : List.of();
        if (signatures.isEmpty()) {
            signatures = SignatureLists.single(value);
        }
        Optional<String> text = signatures.isEmpty() && value.length > 1 ? EventText.of(value) : Optional.empty();
        if (name.equals("SecureBoot") || name.equals("AuditMode") || name.equals("DeployedMode")) {
            text = Optional.of(value.length == 1 ? (value[0] == 1 ? "on" : "off") : "not set");
        }
        return new EventContent.Variable(name, Guid.name(guid), value.length, signatures, text);
    }

    private static EventContent bootEntry(String name, byte[] value) {
        ByteReader in = new ByteReader(value);
        long attributes = in.u32();
        int pathLength = in.u16();
        StringBuilder description = new StringBuilder();
        for (int c = in.u16(); c != 0; c = in.u16()) {
            description.append((char) c);
        }
        if (pathLength > in.remaining()) {
            throw new MeasuredBootException("a boot entry with a device path of " + pathLength + " bytes");
        }
        String path = DevicePath.text(in.bytes(pathLength));
        return new EventContent.BootEntry(name, (attributes & 1) != 0, description.toString(), path, in.remaining());
    }
}
