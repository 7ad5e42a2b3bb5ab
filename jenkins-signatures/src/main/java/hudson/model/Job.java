package hudson.model;

/** Signature of Jenkins' {@code Job}. */
public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends AbstractItem {
    protected Job(ItemGroup<?> parent, String name) {
        super(parent, name);
    }

    public abstract RunT getLastBuild();

    public abstract RunT getLastCompletedBuild();

    public abstract RunT getBuildByNumber(int number);
}
