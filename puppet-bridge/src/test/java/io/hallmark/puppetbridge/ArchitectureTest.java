package io.hallmark.puppetbridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.testsupport.ExceptionRules;

/** The third floor: knows configuration management, but no PCRs. */
@AnalyzeClasses(packages = "io.hallmark.puppetbridge", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule stands_on_baselines_reads_yaml_and_speaks_tls = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.hallmark.puppetbridge..",
                    "io.hallmark.baselines..",
                    "io.hallmark.measuredboot..",
                    "java..",
                    "javax.net.ssl..",
                    "org.bouncycastle.crypto..",
                    "org.yaml.snakeyaml..");

    @ArchTest
    static final ArchRule packages_know_each_other_in_one_direction =
            slices().matching("io.hallmark.puppetbridge.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule public_methods_fail_in_one_way =
            ExceptionRules.publicMethodsDeclareOnly("java.io.IOException", BaselinesException.class.getName());

    @ArchTest
    static final ArchRule no_static_field_can_be_set =
            fields().that().areStatic().should().beFinal().because("a run must not see what another one left");
}
