package io.hallmark.measuredboot.eventlog;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes logs in the crypto-agile format, whatever format they were read from, so that other tools can read them: PFP,
 * "Event Logging".
 *
 * <p>Reading what was written gives the same log, but for what the format has no place for: offsets, and findings about
 * the bytes that it was read from.
 */
public final class EventLogWriter {
    private static final byte[] SIGNATURE = "Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII);

    /** platformClass 0 (client), version 2.0 errata 2 of the specification, uintnSize 2 (64 bits). */
    private static final byte[] FIXED_FIELDS = {0, 0, 0, 0, 0, 2, 2, 2};

    private EventLogWriter() {}

    /** @throws MeasuredBootException when the log declares no bank */
    public static byte[] write(EventLog log) {
        if (log.banks().isEmpty()) {
            throw new MeasuredBootException("a log without banks can't be written: declare one, such as sha256");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        header(log.banks(), out);
        log.events().forEach(event -> record(event, log.banks(), out));
        return out.toByteArray();
    }

    private static void header(List<Bank> banks, ByteArrayOutputStream out) {
        int size = SIGNATURE.length + FIXED_FIELDS.length + 4 + banks.size() * 4 + 1;
        u32(0, out);
        u32(EventType.EV_NO_ACTION.value(), out);
        out.writeBytes(new byte[Bank.SHA1.size()]);
        u32(size, out);
        out.writeBytes(SIGNATURE);
        out.writeBytes(FIXED_FIELDS);
        u32(banks.size(), out);
        for (Bank bank : banks) {
            u16(bank.algorithmId(), out);
            u16(bank.size(), out);
        }
        out.write(0);
    }

    private static void record(LogEvent event, List<Bank> banks, ByteArrayOutputStream out) {
        u32(event.pcr(), out);
        u32(event.type().value(), out);
        u32(event.digests().all().size(), out);
        for (Bank bank : banks) {
            event.digests().in(bank).ifPresent(digest -> digest(digest, out));
        }
        for (Digest digest : event.digests().all()) {
            if (!banks.contains(digest.bank())) {
                digest(digest, out);
            }
        }
        u32(event.data().size(), out);
        out.writeBytes(event.data().bytes());
    }

    private static void digest(Digest digest, ByteArrayOutputStream out) {
        u16(digest.bank().algorithmId(), out);
        out.writeBytes(digest.bytes());
    }

    private static void u16(int value, ByteArrayOutputStream out) {
        out.writeBytes(ByteBuffer.allocate(2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) value)
                .array());
    }

    private static void u32(long value, ByteArrayOutputStream out) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .array());
    }
}
