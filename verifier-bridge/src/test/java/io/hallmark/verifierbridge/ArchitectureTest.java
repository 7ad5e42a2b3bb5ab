package io.hallmark.verifierbridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.hallmark.baselines.BaselinesException;
import io.hallmark.testsupport.ExceptionRules;

/** The third floor: knows verifiers, but neither Git nor PE files. */
@AnalyzeClasses(packages = "io.hallmark.verifierbridge", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule stands_on_baselines_and_the_libraries_it_is_for = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.hallmark.verifierbridge..",
                    "io.hallmark.baselines..",
                    "io.hallmark.measuredboot..",
                    "java..",
                    "javax.net.ssl..",
                    "javax.xml..",
                    "org.w3c.dom..",
                    "com.authlete.cbor..",
                    "org.bouncycastle..");

    @ArchTest
    static final ArchRule verifiers_do_not_know_each_other =
            slices().matching("io.hallmark.verifierbridge.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule public_methods_fail_in_one_way =
            ExceptionRules.publicMethodsDeclareOnly("java.io.IOException", BaselinesException.class.getName());

    @ArchTest
    static final ArchRule no_static_field_can_be_set =
            fields().that().areStatic().should().beFinal().because("a run must not see what another one left");
}
