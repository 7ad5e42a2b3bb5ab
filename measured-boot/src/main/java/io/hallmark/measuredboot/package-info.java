/**
 * The measuring core: event logs, PE files, boot chains and the prediction of PCR values. It imports nothing but the
 * JDK, so that it runs on any build agent.
 */
package io.hallmark.measuredboot;
