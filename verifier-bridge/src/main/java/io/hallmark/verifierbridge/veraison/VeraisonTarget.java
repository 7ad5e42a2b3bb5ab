package io.hallmark.verifierbridge.veraison;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.Target;
import io.hallmark.verifierbridge.corim.CorimFormat;
import io.hallmark.verifierbridge.format.RenderedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A Veraison deployment. What is submitted is added to what it holds; its API neither lists nor removes reference values.
 *
 * <p>So every item is planned to be created, and submitting a manifest that is there changes nothing: ids and signatures
 * follow from the content. A current server then says that it holds a manifest with the same digest, which is how
 * {@link #readBack} asks. A server that just takes it again says no more than that it holds it from now on.
 */
final class VeraisonTarget implements Target {
    private static final String ADDITIVE = "Veraison only adds: values that it was given before stay accepted there"
            + " until an administrator removes them from its store";

    private final String name;
    private final CorimFormat format;
    private final Supplier<Provisioning> connect;
    private Optional<Provisioning> connected = Optional.empty();
    private Optional<String> mediaType = Optional.empty();

    VeraisonTarget(String name, CorimFormat format, Supplier<Provisioning> connect) {
        this.name = name;
        this.format = format;
        this.connect = connect;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<PlanItem> plan(ApprovedState state) {
        List<PlanItem> plan = new ArrayList<>();
        for (BaselineDocument baseline : state.baselines()) {
            format.render(state, baseline).forEach(file -> plan.add(item(file)));
        }
        if (format.lacksCertificate()) {
            return plan.stream()
                    .map(item -> refused(
                            item.name(),
                            "Veraison checks signatures by the certificate in them: add cert.pem to 'sign-with'"))
                    .toList();
        }
        return plan;
    }

    private PlanItem item(RenderedFile file) {
        String item = "corim/" + file.path();
        if (file.content().isEmpty()) {
            return new PlanItem(item, PlanItem.Action.REFUSED, Optional.empty(), file.words());
        }
        if (mediaType().isEmpty()) {
            return refused(
                    item, "this server has no scheme for " + format.mediaTypes().get(0) + ": check 'profile'");
        }
        List<String> words = new ArrayList<>(file.words());
        words.add(ADDITIVE);
        return new PlanItem(item, PlanItem.Action.CREATE, file.content(), words);
    }

    private static PlanItem refused(String item, String why) {
        return new PlanItem(item, PlanItem.Action.REFUSED, Optional.empty(), List.of(why));
    }

    /** Each manifest is submitted by itself. */
    @Override
    public boolean separable() {
        return true;
    }

    @Override
    public String apply(PlanItem item) {
        Session session = submit(item);
        if (!session.held()) {
            throw new BaselinesException(item.name() + " was refused by Veraison: " + session.failure()
                    + (session.otherHeld() ? "; remove that manifest from its store, then publish again" : ""));
        }
        return session.heldBefore() ? "held already, with the same digest" : "session: success";
    }

    @Override
    public Optional<byte[]> readBack(PlanItem item) {
        return item.content().filter(content -> submit(item).held());
    }

    private Session submit(PlanItem item) {
        String type = mediaType().orElseGet(() -> format.mediaTypes().get(0));
        return server().submit(item.content().orElseThrow(), type);
    }

    /** The first of the format's media types that the server lists. */
    private Optional<String> mediaType() {
        if (mediaType.isEmpty()) {
            List<String> taken =
                    server().mediaTypes().stream().map(VeraisonTarget::plain).toList();
            mediaType = format.mediaTypes().stream()
                    .filter(type -> taken.isEmpty() || taken.contains(plain(type)))
                    .findFirst();
        }
        return mediaType;
    }

    /** Servers write the same media type with and without quotes and blanks. */
    private static String plain(String mediaType) {
        return mediaType.replace("\"", "").replace(" ", "").toLowerCase(Locale.ROOT);
    }

    private Provisioning server() {
        if (connected.isEmpty()) {
            connected = Optional.of(connect.get());
        }
        return connected.get();
    }
}
