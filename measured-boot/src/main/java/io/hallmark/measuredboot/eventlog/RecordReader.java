package io.hallmark.measuredboot.eventlog;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.io.ByteReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Walks over the records of one log. */
final class RecordReader {
    /** Far more than any boot measures. */
    static final int MOST_EVENTS = 100_000;

    private static final int MOST_DIGESTS = 32;

    private final String name;
    private final ByteReader in;
    private final int lastNotFf;
    private final int lastNotZero;
    private final List<LogEvent> events = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private boolean orderTold;

    RecordReader(byte[] bytes, String name) {
        this.name = name;
        this.in = new ByteReader(bytes);
        this.lastNotFf = lastNot(bytes, (byte) 0xFF);
        this.lastNotZero = lastNot(bytes, (byte) 0);
    }

    private static int lastNot(byte[] bytes, byte padding) {
        int i = bytes.length - 1;
        while (i >= 0 && bytes[i] == padding) {
            i--;
        }
        return i;
    }

    EventLog read() {
        try {
            LogEvent first = sha1Record();
            if (first.type().equals(EventType.EV_NO_ACTION)) {
                SpecIdHeader header = SpecIdHeader.of(first.data().bytes()).orElse(null);
                if (header != null && header.cryptoAgile()) {
                    return cryptoAgile(header);
                }
            }
            events.add(first);
        } catch (MeasuredBootException e) {
            throw new MeasuredBootException(
                    name + ": no TCG event log: " + e.getMessage()
                            + "; give the file binary_bios_measurements of a node",
                    e);
        }
        while (more()) {
            int start = in.offset();
            try {
                events.add(sha1Record());
            } catch (MeasuredBootException e) {
                truncated(start, e);
                break;
            }
        }
        return new EventLog(EventLog.Format.SHA1, List.of(Bank.SHA1), events, findings);
    }

    private EventLog cryptoAgile(SpecIdHeader header) {
        List<Bank> banks = header.banks();
        if (banks.isEmpty()) {
            throw new MeasuredBootException("the Spec ID header declares no bank that is known");
        }
        while (more()) {
            int start = in.offset();
            try {
                events.add(record(header));
            } catch (MeasuredBootException e) {
                truncated(start, e);
                break;
            }
        }
        return new EventLog(EventLog.Format.CRYPTO_AGILE, banks, events, findings);
    }

    private boolean more() {
        int at = in.offset();
        if (in.remaining() == 0) {
            return false;
        }
        if (events.size() == MOST_EVENTS) {
            throw new MeasuredBootException(name + ": more than " + MOST_EVENTS + " events, up to offset " + at
                    + ": no boot measures so much; give the file binary_bios_measurements of a node");
        }
        if (at > lastNotFf || at > lastNotZero) {
            findings.add(Quirk.PADDING.finding(
                    0, in.remaining() + " bytes of padding follow the last event, from offset " + at + " on"));
            return false;
        }
        return true;
    }

    private void truncated(int start, MeasuredBootException cause) {
        findings.add(Quirk.TRUNCATED.finding(
                0,
                "event " + (events.size() + 1) + " at offset " + start + " is broken (" + cause.getMessage()
                        + "): the log ends before it, and PCR values can't be told from it"));
    }

    private LogEvent sha1Record() {
        int start = in.offset();
        int pcr = (int) in.u32();
        EventType type = new EventType(in.u32());
        Digest digest = new Digest(Bank.SHA1, in.bytes(Bank.SHA1.size()));
        Content data = data();
        return new LogEvent(events.size() + 1, start, checked(pcr), type, Digests.of(digest), data);
    }

    private LogEvent record(SpecIdHeader header) {
        int start = in.offset();
        int pcr = checked((int) in.u32());
        EventType type = new EventType(in.u32());
        long count = in.u32();
        if (count > MOST_DIGESTS) {
            throw new MeasuredBootException("it has " + count + " digests");
        }
        Map<Bank, Digest> digests = new EnumMap<>(Bank.class);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            order.add(digest(header, digests));
        }
        if (!inOrder(order, header) && !orderTold) {
            orderTold = true;
            findings.add(Quirk.DIGEST_ORDER.finding(
                    events.size() + 1,
                    "event " + (events.size() + 1) + " at offset " + start
                            + " has its digests in another order than the" + " header"));
        }
        LogEvent event = new LogEvent(events.size() + 1, start, pcr, type, Digests.of(digests.values()), data());
        if (count < header.sizes().size()) {
            findings.add(Quirk.FEWER_DIGESTS.finding(
                    event.number(),
                    "event " + event.number() + " at offset " + start + " has " + count
                            + " digests, the header declares " + header.sizes().size() + " banks"));
        }
        return event;
    }

    private static boolean inOrder(List<Integer> algorithms, SpecIdHeader header) {
        List<Integer> declared = new ArrayList<>(header.sizes().keySet());
        declared.retainAll(algorithms);
        return declared.equals(algorithms);
    }

    private int digest(SpecIdHeader header, Map<Bank, Digest> digests) {
        int algorithm = in.u16();
        Bank bank = Bank.ofAlgorithmId(algorithm).orElse(null);
        Integer declared = header.sizes().get(algorithm);
        if (bank == null) {
            if (declared == null) {
                throw new MeasuredBootException(String.format(
                        Locale.ROOT,
                        "algorithm 0x%04X is not declared in the header, so its digest's size is unknown",
                        algorithm));
            }
            in.skip(declared);
            return algorithm;
        }
        if (declared != null && declared != bank.size()) {
            throw new MeasuredBootException("the header gives " + bank.label() + " digests of " + declared + " bytes");
        }
        if (digests.put(bank, new Digest(bank, in.bytes(bank.size()))) != null) {
            throw new MeasuredBootException("it has two " + bank.label() + " digests");
        }
        return algorithm;
    }

    private static int checked(int pcr) {
        if (pcr != LogEvent.NO_PCR && (pcr < 0 || pcr > 0xFFFF)) {
            throw new MeasuredBootException("its PCR index is " + Integer.toUnsignedString(pcr));
        }
        return pcr;
    }

    private Content data() {
        long size = in.u32();
        if (size > in.remaining()) {
            throw new MeasuredBootException(
                    "its data of " + size + " bytes goes past the end of the log at " + (in.offset() + in.remaining()));
        }
        return new Content(in.bytes((int) size));
    }
}
