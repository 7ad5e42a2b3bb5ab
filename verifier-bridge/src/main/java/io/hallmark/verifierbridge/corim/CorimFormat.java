package io.hallmark.verifierbridge.corim;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.ProfileDocument;
import io.hallmark.baselines.document.TargetSettings;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.SecretStore;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.prediction.PredictedPcr;
import io.hallmark.verifierbridge.format.Enforced;
import io.hallmark.verifierbridge.format.Format;
import io.hallmark.verifierbridge.format.NameUuid;
import io.hallmark.verifierbridge.format.RenderedFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A manifest for each baseline, with one reference triple for each accepted set: alternatives hold only as a whole.
 *
 * <p>Ids follow from the content, so that equal baselines give equal bytes and a changed one is another tag.
 */
public final class CorimFormat implements Format {
    private final CorimSettings settings;
    private final SecretStore secrets;

    private CorimFormat(CorimSettings settings, SecretStore secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    /**
     * The format with the settings of a target.
     *
     * @throws io.hallmark.baselines.BaselinesException with line and column of a wrong field
     */
    public static CorimFormat of(TargetSettings settings, SecretStore secrets) {
        return new CorimFormat(CorimSettings.of(settings), secrets);
    }

    @Override
    public String name() {
        return "corim";
    }

    /** The media types of the files, the current one first and then that of earlier drafts. */
    public List<String> mediaTypes() {
        return signed()
                ? List.of("application/rim+cose" + parameter())
                : List.of("application/rim+cbor" + parameter(), "application/corim-unsigned+cbor" + parameter());
    }

    /** Whether readers can tell by a profile what the measurements mean. */
    public boolean hasProfile() {
        return settings.profile().isPresent();
    }

    /** Whether the files are signed, and carry no certificate that a reader could hold the signature against. */
    public boolean lacksCertificate() {
        return signer().filter(signer -> !signer.hasCertificate()).isPresent();
    }

    @Override
    public List<RenderedFile> render(ApprovedState state, BaselineDocument baseline) {
        String path = RenderedFile.pathOf(baseline) + (signed() ? ".corim.cose" : ".corim.cbor");
        Set<String> words = new LinkedHashSet<>();
        Set<ReferenceValues> references = new LinkedHashSet<>();
        HardwareClass hardware = hardware(state, baseline.hardware());
        for (AcceptedSet set : baseline.accepted()) {
            SortedMap<Integer, Digests> pcrs = values(baseline, set, words);
            if (pcrs.isEmpty()) {
                words.add("a set of commit " + set.source().commit()
                        + " has no PCR that can be enforced: nodes that boot it will not be recognised");
            } else {
                references.add(new ReferenceValues(hardware, pcrs));
            }
        }
        if (references.isEmpty()) {
            return List.of(RenderedFile.refused(
                    path,
                    "no set has a PCR that can be enforced in sha256, sha384 or sha512: name one of these banks in the"
                            + " settings, and see in the baseline why its PCRs are not enforced"));
        }
        words.add("hardware " + baseline.hardware() + " is class id " + hardware.id()
                + ": trust anchors of its nodes must name the same one");
        byte[] content = manifest(RenderedFile.pathOf(baseline), List.copyOf(references));
        return List.of(RenderedFile.of(path, content, List.copyOf(words)));
    }

    /** The version stands in all ids: a reader that keeps manifests by id never meets one with two contents. */
    private byte[] manifest(String name, List<ReferenceValues> references) {
        Optional<CoseSigner> signer = signer();
        Comid.Entity entity = new Comid.Entity(settings.entity(), settings.regid(), List.of(0, 1));
        byte[] unversioned = corim(name, entity, references).encode();
        String version = Bank.SHA256
                .hash(unversioned, signer.map(CoseSigner::identity).orElse(new byte[0]))
                .hex()
                .substring(0, 16);
        byte[] manifest = corim(name + "/" + version, entity, references).encode();
        return signer.map(s -> s.sign(manifest, settings.entity())).orElse(manifest);
    }

    private Corim corim(String id, Comid.Entity entity, List<ReferenceValues> references) {
        return new Corim(
                id, List.of(new Comid(NameUuid.of(id), entity, references)), settings.form(), settings.profile());
    }

    private Optional<CoseSigner> signer() {
        return settings.signWith().map(id -> CoseSigner.of(secrets, id, settings.keyId()));
    }

    private static SortedMap<Integer, Digests> values(BaselineDocument baseline, AcceptedSet set, Set<String> words) {
        SortedMap<Integer, Digests> values = new TreeMap<>();
        for (PredictedPcr pcr : Enforced.pcrs(baseline, set)) {
            Digests known = pcr.values().only(ReferenceValues.ALGORITHMS.keySet());
            List<String> others = new ArrayList<>();
            pcr.values().banks().stream()
                    .filter(bank -> !known.banks().contains(bank))
                    .forEach(bank -> others.add(bank.label()));
            if (!others.isEmpty()) {
                words.add("values in " + String.join(", ", others) + " are left out: CoRIM has no name for that"
                        + " algorithm");
            }
            if (!known.isEmpty()) {
                values.put(pcr.pcr(), known);
            }
        }
        return values;
    }

    private HardwareClass hardware(ApprovedState state, String name) {
        String path = "hardware/" + name + "/" + ProfileDocument.FILE;
        ProfileDocument profile = ProfileDocument.read(path, state.files().require(path));
        return new HardwareClass(settings.classId(name), filled(profile.vendor()), filled(profile.model()));
    }

    private static Optional<String> filled(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }

    private boolean signed() {
        return settings.signWith().isPresent();
    }

    private String parameter() {
        return settings.profile().map(uri -> "; profile=\"" + uri + "\"").orElse("");
    }
}
