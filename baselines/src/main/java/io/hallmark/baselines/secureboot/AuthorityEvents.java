package io.hallmark.baselines.secureboot;

import io.hallmark.baselines.secureboot.Preflight.Measured;
import io.hallmark.baselines.secureboot.Verdict.Verifier;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.EfiVariable;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.chain.Provenance.Computed;
import io.hallmark.measuredboot.digest.Digests;
import io.hallmark.measuredboot.eventlog.EventType;
import io.hallmark.measuredboot.prediction.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The events of a prediction that tell what vouches for the images of its chain. An image is verified before it is
 * measured, so such an event stands before the image's own in PCR 4. What stands before an option ROM or an application
 * of the firmware's own vouches for that one, and stays as the reference log has it.
 */
final class AuthorityEvents {
    private static final String RULE = "secure-boot.authority";
    private static final Set<String> LISTS =
            Set.of("db", "dbx", "vendor_db", "MokList", "MokListRT", "MokListX", "Shim");
    private static final Set<EventType> IMAGES = Set.of(
            EventType.EV_EFI_BOOT_SERVICES_APPLICATION,
            EventType.EV_EFI_BOOT_SERVICES_DRIVER,
            EventType.EV_EFI_RUNTIME_SERVICES_DRIVER);

    private final Prediction prediction;
    private final List<PredictedEvent> events;
    private final int first;
    private final int begin;

    AuthorityEvents(Prediction prediction) {
        this.prediction = prediction;
        this.events = prediction.events();
        this.first = firstImage();
        this.begin = afterFirmwaresOwn();
    }

    /** The index of the first image that the chain starts. */
    private int firstImage() {
        for (int i = 0; i < events.size(); i++) {
            if (isImage(events.get(i)) && !(events.get(i).provenance() instanceof Provenance.Copied)) {
                return i;
            }
        }
        return events.size();
    }

    private int afterFirmwaresOwn() {
        for (int i = first - 1; i >= 0; i--) {
            if (isImage(events.get(i))) {
                return i + 1;
            }
        }
        return 0;
    }

    /** Whether those of the chain are these, in this order, perhaps with others between. */
    boolean include(List<Measured> measured) {
        List<Content> wanted =
                unmeasured(measured).stream().map(AuthorityEvents::data).toList();
        int next = 0;
        for (int i = begin; i < events.size() && next < wanted.size(); i++) {
            if (isAuthority(events.get(i)) && events.get(i).data().equals(wanted.get(next))) {
                next++;
            }
        }
        return next == wanted.size();
    }

    /** Without what the firmware measured for its own images already; it measures none of it once more. */
    private List<Measured> unmeasured(List<Measured> measured) {
        Set<Content> already = new HashSet<>();
        events.subList(0, begin).stream()
                .filter(AuthorityEvents::isAuthority)
                .forEach(event -> already.add(event.data()));
        return measured.stream()
                .filter(one -> one.verifier() == Verifier.SHIM || !already.contains(data(one)))
                .toList();
    }

    /** All events of the prediction, with those of the chain's authorities replaced by these. */
    List<PredictedEvent> replacedBy(List<Measured> measured) {
        Map<Content, PredictedEvent> known = new HashMap<>();
        int place = first;
        for (int i = events.size() - 1; i >= begin; i--) {
            if (isAuthority(events.get(i))) {
                known.put(events.get(i).data(), events.get(i));
                place = i < first ? i : place;
            }
        }
        Map<Integer, List<PredictedEvent>> inserted = new HashMap<>();
        int at = place;
        for (Measured one : unmeasured(measured)) {
            int image = image(one.image());
            at = Math.max(at, image <= first ? place : image);
            inserted.computeIfAbsent(at, key -> new ArrayList<>())
                    .add(Optional.ofNullable(known.get(data(one))).orElseGet(() -> event(one)));
        }
        List<PredictedEvent> all = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            all.addAll(inserted.getOrDefault(i, List.of()));
            if (i < begin || !isAuthority(events.get(i))) {
                all.add(events.get(i));
            }
        }
        all.addAll(inserted.getOrDefault(events.size(), List.of()));
        return all;
    }

    /** The index of the first event of an image. */
    private int image(String name) {
        for (int i = first; i < events.size(); i++) {
            PredictedEvent event = events.get(i);
            if (isImage(event)
                    && event.provenance() instanceof Computed computed
                    && computed.artifacts().contains(name)) {
                return i;
            }
        }
        return first;
    }

    private PredictedEvent event(Measured one) {
        Authority authority = one.authority();
        Content data = data(one);
        return new PredictedEvent(
                7,
                EventType.EV_EFI_VARIABLE_AUTHORITY,
                Digests.hash(prediction.banks(), data.bytes()),
                data,
                authority.variable() + ": " + authority.subject(),
                new Computed(RULE, List.of(one.image())),
                Optional.empty());
    }

    private static Content data(Measured measured) {
        return new Content(measured.authority().eventData());
    }

    private static boolean isImage(PredictedEvent event) {
        return (event.pcr() == 2 || event.pcr() == 4) && IMAGES.contains(event.type());
    }

    /** An event about an image; shim logs variables as such ones, too. */
    private static boolean isAuthority(PredictedEvent event) {
        return event.pcr() == 7
                && event.type().equals(EventType.EV_EFI_VARIABLE_AUTHORITY)
                && EfiVariable.of(event.data())
                        .filter(variable -> LISTS.contains(variable.name()))
                        .isPresent();
    }
}
