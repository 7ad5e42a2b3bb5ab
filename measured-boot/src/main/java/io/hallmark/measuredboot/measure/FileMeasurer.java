package io.hallmark.measuredboot.measure;

import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.FileFacts;
import io.hallmark.measuredboot.artifact.PeFacts;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.io.RandomBytes;
import io.hallmark.measuredboot.pe.PeLayout;
import io.hallmark.measuredboot.pe.PeLayout.Range;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures a file in one pass over it: see {@link FileFacts}. */
public final class FileMeasurer {
    private static final int BUFFER = 1024 * 1024;
    private static final List<Bank> BANKS = Bank.allComputable();

    private FileMeasurer() {}

    /**
     * All facts of a file, with digests in every computable bank.
     *
     * @throws MeasuredBootException when it can't be read, or is a PE file that contradicts itself
     */
    public static FileFacts measure(Path file, Progress progress) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return measure(RandomBytes.of(channel, file.toString()), progress);
        } catch (NoSuchFileException e) {
            throw new MeasuredBootException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new MeasuredBootException(file + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static FileFacts measure(RandomBytes file, Progress progress) throws IOException {
        byte[] start = file.read(0, (int) Math.min(file.length(), LinuxVersion.NEEDED));
        Optional<PeLayout> layout =
                file.length() >= 64 && PeLayout.claimed(start) ? PeLayout.read(file) : Optional.empty();
        RangeHasher whole = new RangeHasher(List.of(new Range(0, file.length())), BANKS);
        Optional<RangeKeeper> keeper = file.length() <= FileFacts.KEPT_CONTENT
                ? Optional.of(new RangeKeeper(new Range(0, file.length())))
                : Optional.empty();
        Optional<PeMeasurer> pe =
                layout.isPresent() ? Optional.of(new PeMeasurer(file, layout.get())) : Optional.empty();
        Optional<VersionFinder> finder = layout.flatMap(of -> VersionFinder.forProgram(of, start));
        List<Taker> takers = new ArrayList<>();
        takers.add(whole);
        keeper.ifPresent(takers::add);
        finder.ifPresent(takers::add);
        pe.ifPresent(measurer -> takers.addAll(measurer.takers()));
        pass(file, takers, progress);

        List<String> notes = new ArrayList<>();
        Digests digests = whole.hasher().finish();
        Optional<PeFacts> peFacts = pe.isPresent() ? Optional.of(pe.get().facts(notes)) : Optional.empty();
        Map<String, Digests> compositions = pe.map(PeMeasurer::compositions).orElse(Map.of());
        return new FileFacts(
                file.length(),
                digests,
                peFacts,
                Products.of(start, peFacts).or(() -> finder.flatMap(VersionFinder::product)),
                keeper.map(kept -> kept.content(file.length())),
                compositions,
                notes);
    }

    private static void pass(RandomBytes file, List<Taker> takers, Progress progress) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, file.length()))];
        ByteBuffer view = ByteBuffer.wrap(buffer);
        long offset = 0;
        file.channel().position(file.start());
        while (offset < file.length()) {
            view.clear().limit((int) Math.min(buffer.length, file.length() - offset));
            while (view.hasRemaining()) {
                if (file.channel().read(view) < 0) {
                    throw new EOFException("the file became shorter while it was read");
                }
            }
            int read = view.position();
            for (Taker taker : takers) {
                taker.take(buffer, read, offset);
            }
            offset += read;
            progress.read(offset, file.length());
        }
        if (file.channel().size() != file.start() + file.length()) {
            throw new IOException("the file became longer while it was read");
        }
    }
}
