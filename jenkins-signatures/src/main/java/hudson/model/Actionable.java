package hudson.model;

import java.util.ArrayList;
import java.util.List;

/** Signature of Jenkins' {@code Actionable}. */
public abstract class Actionable extends AbstractModelObject {
    private final List<Action> actions = new ArrayList<>();

    public <T extends Action> List<T> getActions(Class<T> type) {
        return actions.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public <T extends Action> T getAction(Class<T> type) {
        return getActions(type).stream().findFirst().orElse(null);
    }

    public void addAction(Action action) {
        actions.add(action);
    }

    public boolean addOrReplaceAction(Action action) {
        boolean replaced = actions.removeIf(other -> other.getClass() == action.getClass());
        actions.add(action);
        return replaced;
    }
}
