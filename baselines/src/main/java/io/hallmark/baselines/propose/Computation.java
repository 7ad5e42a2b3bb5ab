package io.hallmark.baselines.propose;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.diff.SecureBootReport;
import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.document.ChainDescription;
import io.hallmark.baselines.document.Settings;
import io.hallmark.baselines.repository.RepositoryFiles;
import io.hallmark.baselines.rollout.RollOut;
import io.hallmark.baselines.secureboot.KeyUpdate;
import io.hallmark.measuredboot.MeasuredBootException;
import io.hallmark.measuredboot.artifact.Artifact;
import io.hallmark.measuredboot.artifact.ArtifactSet;
import io.hallmark.measuredboot.chain.BootChain;
import io.hallmark.measuredboot.digest.Bank;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.prediction.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The baselines of an image, computed upon one state of the baselines repository.
 *
 * @param changes one for each chain and hardware profile, in the order of the description; also those that are unchanged
 * @param secureBoot what Secure Boot makes of the chains that change, where it is on
 */
public record Computation(List<BaselineChange> changes, List<SecureBootReport> secureBoot) {

    /**
     * A baseline before and after.
     *
     * @param path in the baselines repository
     * @param leftOut mixes of new and previous parts that are not accepted, with the reason; one line each
     */
    public record BaselineChange(
            String path, Optional<BaselineDocument> before, BaselineDocument after, List<String> leftOut) {
        public BaselineChange {
            leftOut = List.copyOf(leftOut);
        }

        public boolean changed() {
            return before.isEmpty() || !before.get().equals(after);
        }
    }

    public Computation {
        changes = List.copyOf(changes);
        secureBoot = List.copyOf(secureBoot);
    }

    /** Those that differ from what the repository has. */
    public List<BaselineChange> changed() {
        return changes.stream().filter(BaselineChange::changed).toList();
    }

    /**
     * Computes all baselines of an image.
     *
     * @throws io.hallmark.baselines.BaselinesException when settings, a profile or an existing baseline can't be used, or
     *     a baseline would accept too many sets
     */
    public static Computation of(MeasuredImage image, RepositoryFiles files) {
        Settings settings = Settings.read(Settings.FILE, files.require(Settings.FILE));
        Map<String, LoadedProfile> profiles = new HashMap<>();
        List<BaselineChange> changes = new ArrayList<>();
        SecureBootCheck secureBoot = new SecureBootCheck(image, settings.secureBootRequired());
        for (ChainDescription chain : image.description().chains().values()) {
            for (String hardware : chain.hardware()) {
                LoadedProfile profile = profiles.computeIfAbsent(hardware, name -> LoadedProfile.load(files, name));
                BaselineChange change = change(image, settings, chain.chain(), profile, files);
                changes.add(change);
                if (change.changed()) {
                    secureBoot.add(chain.chain(), profile);
                }
            }
        }
        return new Computation(changes, secureBoot.reports());
    }

    private static BaselineChange change(
            MeasuredImage image, Settings settings, BootChain chain, LoadedProfile profile, RepositoryFiles files) {
        String path = BaselineDocument.path(image.description().image(), chain.name(), profile.name());
        Optional<BaselineDocument> before = files.read(path).map(bytes -> BaselineDocument.read(path, bytes));
        AcceptedSet next = accept(
                "",
                image.source(),
                chain,
                image.artifactsOf(chain),
                image.artifactSet(chain),
                settings,
                KeyUpdate.NONE,
                profile,
                path);
        List<AcceptedSet> pending = new ArrayList<>();
        profile.pending().forEach((words, update) -> {
            if (profile.starts(chain, image.artifactSet(chain), update)) {
                pending.add(accept(
                        words,
                        image.source(),
                        chain,
                        image.artifactsOf(chain),
                        image.artifactSet(chain),
                        settings,
                        update,
                        profile,
                        path));
            }
        });
        RollOut.Accepted accepted;
        if (before.isPresent()
                && before.get().accepted().get(0).sameContentAs(next)
                && RollOut.accepts(before.get(), pending)) {
            accepted = new RollOut.Accepted(before.get().accepted(), List.of());
        } else {
            SortedMap<String, Digests> known = new TreeMap<>(next.compositions());
            before.ifPresent(document -> document.accepted().forEach(set -> known.putAll(set.compositions())));
            accepted = new RollOut(settings.mixes(), settings.maxSets())
                    .accept(
                            before,
                            next,
                            pending,
                            mix -> accept(
                                    mix.words(),
                                    image.source(),
                                    mix.chain(),
                                    mix.artifacts(),
                                    ArtifactSet.of(mix.artifacts(), known),
                                    settings,
                                    KeyUpdate.NONE,
                                    profile,
                                    path));
        }
        return new BaselineChange(
                path,
                before,
                new BaselineDocument(
                        image.description().image(),
                        chain.name(),
                        profile.name(),
                        settings.banks(),
                        settings.enforce(),
                        accepted.sets()),
                accepted.leftOut());
    }

    private static AcceptedSet accept(
            String mix,
            AcceptedSet.Source source,
            BootChain chain,
            List<Artifact> artifacts,
            ArtifactSet artifactSet,
            Settings settings,
            KeyUpdate update,
            LoadedProfile profile,
            String path) {
        try {
            // The prediction asks for the compositions that it needs, so it must come before they are read.
            Prediction prediction = profile.predict(chain, artifactSet, update).only(settings.banks());
            if (prediction.banks().isEmpty()) {
                throw new BaselinesException(path + ": there are no golden values to give: " + Settings.FILE
                        + " asks for " + labels(settings.banks()) + ", and the reference logs of hardware profile '"
                        + profile.name() + "' have " + labels(profile.profile().banks())
                        + "; name one of those under 'banks', or record a log that has the other");
            }
            return new AcceptedSet(source, mix, chain, artifacts, artifactSet.compositions(), prediction);
        } catch (MeasuredBootException e) {
            throw new BaselinesException(path + ": " + e.getMessage(), e);
        }
    }

    private static String labels(List<Bank> banks) {
        return banks.stream().map(Bank::label).collect(Collectors.joining(", "));
    }
}
