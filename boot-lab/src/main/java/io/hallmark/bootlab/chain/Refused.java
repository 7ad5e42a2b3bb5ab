package io.hallmark.bootlab.chain;

import io.hallmark.bootlab.guest.BootFiles;
import io.hallmark.bootlab.guest.SigningKey;
import io.hallmark.bootlab.machine.Firmware;
import io.hallmark.bootlab.machine.KeyVariable;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digest;
import io.hallmark.measuredboot.measure.FileMeasurer;
import io.hallmark.measuredboot.measure.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * A boot that Secure Boot must not let start.
 *
 * @param title in words
 * @param reference the chain whose recorded boot was of the same firmware, with its keys as they were then
 * @param reason who refuses it and why, as the Secure Boot check says it after the image's name; no other refusal reads so
 * @param chain what is booted, with what is recorded otherwise
 */
public record Refused(String title, String reference, String reason, LabChain chain) {
    /** What EDK2 writes when LoadImage refuses an image (BdsDxe, EFI_ACCESS_DENIED). */
    private static final String FIRMWARE = "Access Denied";
    /** What shim writes when it refuses a loader (EFI_SECURITY_VIOLATION), before it waits for a key. */
    private static final String SHIM = "Security Violation";

    /** One for each reason. */
    static List<Refused> all(BootFiles files) {
        OtherKeyChain own = new OtherKeyChain(files);
        return List.of(
                new Refused(
                        "an unsigned image",
                        Chains.MICROSOFT_FIRMWARE,
                        "would be refused by the firmware: it is unsigned, and its hash is not in db",
                        (payload, folder) -> refused(
                                new UnifiedImageChain(files, Firmware.MICROSOFT).stage(payload, folder), FIRMWARE)),
                new Refused(
                        "an image that a key has signed which nobody enrolled",
                        Chains.OWN_FIRMWARE,
                        "would be refused by the firmware: its signer CN=Boot lab strange-key is not vouched for by db",
                        (payload, folder) ->
                                refused(own.keyed(files.unifiedImage(payload, files.strangeKey()), folder), FIRMWARE)),
                new Refused(
                        "an image that dbx has the digest of",
                        Chains.OWN_FIRMWARE,
                        "would be refused by the firmware: it is revoked by its hash (dbx)",
                        (payload, folder) -> {
                            Path image = files.unifiedImage(payload, files.ownKey());
                            KeyVariable dbx = KeyVariable.revokingDigest(digest(image));
                            return refused(own.keyed(image, folder, dbx), FIRMWARE);
                        }),
                new Refused(
                        "an image that dbx has the signer's certificate of",
                        Chains.OWN_FIRMWARE,
                        "would be refused by the firmware: it is revoked by certificate CN=Boot lab own-key (dbx)",
                        (payload, folder) -> {
                            SigningKey key = files.ownKey();
                            KeyVariable dbx = KeyVariable.revoking(key.certificate());
                            return refused(own.keyed(files.unifiedImage(payload, key), folder, dbx), FIRMWARE);
                        }),
                new Refused(
                        "GRUB of a generation that the SBAT level revokes",
                        Chains.MICROSOFT_FIRMWARE,
                        "would be refused by shim: SBAT too old: component grub has generation",
                        (payload, folder) -> {
                            Staged staged = new ShimGrubChain(files, Firmware.MICROSOFT).stage(payload, folder);
                            byte[] level = "sbat,1,2099010100\ngrub,99\n".getBytes(StandardCharsets.US_ASCII);
                            return refused(staged.on(staged.machine().keyed(KeyVariable.sbatLevel(level))), SHIM);
                        }));
    }

    /** The SHA-256 Authenticode digest of an image, as dbx lists it. */
    static byte[] digest(Path image) {
        Digest digest = FileMeasurer.measure(image, Progress.NONE)
                .pe()
                .flatMap(pe -> pe.authenticode().in(Bank.SHA256))
                .orElseThrow();
        return HexFormat.of().parseHex(digest.hex());
    }

    private static Staged refused(Staged staged, String words) {
        return staged.on(staged.machine().expectingRefusal(words));
    }
}
