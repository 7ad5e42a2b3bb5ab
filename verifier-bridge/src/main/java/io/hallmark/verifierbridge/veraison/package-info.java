/** Veraison, which reference values are provisioned to as CoRIM. */
package io.hallmark.verifierbridge.veraison;
