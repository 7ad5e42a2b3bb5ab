package io.hallmark.puppetbridge.ansible;

import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.puppetbridge.ansible.runner.InventoryQuery;
import io.hallmark.puppetbridge.ansible.runner.RunnerJob;
import io.hallmark.puppetbridge.process.Machine;
import java.util.Set;
import java.util.SortedSet;

/** Which hosts have a role, and how Ansible is told. */
interface Hosts {
    /** The hosts of a role; none where nobody says that it has any. */
    SortedSet<String> of(String role);

    /** An inventory that has these hosts of a role in its group, and no others that a run would come to. */
    RunnerJob.Inventory inventory(String role, SortedSet<String> hosts);

    /** Where it is said, for messages. */
    String where();

    /** @throws io.hallmark.baselines.BaselinesException when the fleet file can't be read */
    static Hosts of(AnsibleSettings settings, ApprovedState state, Machine machine) {
        return settings.inventory()
                .<Hosts>map(path -> new OfInventory(settings, path, machine))
                .orElseGet(() -> new OfFleet(
                        settings, Fleet.read(settings.fleet(), state.files().require(settings.fleet()))));
    }

    /** The fleet file of the baselines repository. */
    record OfFleet(AnsibleSettings settings, Fleet fleet) implements Hosts {
        @Override
        public SortedSet<String> of(String role) {
            return fleet.hosts(role);
        }

        @Override
        public RunnerJob.Inventory inventory(String role, SortedSet<String> hosts) {
            return new RunnerJob.Inventory.Document(Fleet.inventory(settings.group(role), hosts));
        }

        @Override
        public String where() {
            return settings.fleet();
        }
    }

    /** An inventory of a user's own, which is asked anew each time: it may be a program. */
    record OfInventory(AnsibleSettings settings, String path, Machine machine) implements Hosts {
        @Override
        public SortedSet<String> of(String role) {
            return InventoryQuery.hosts(
                    machine, path, settings.group(role), settings.limits().idle());
        }

        @Override
        public RunnerJob.Inventory inventory(String role, SortedSet<String> hosts) {
            return new RunnerJob.Inventory.Place(path, hosts.equals(of(role)) ? Set.of() : hosts);
        }

        @Override
        public String where() {
            return path;
        }
    }
}
