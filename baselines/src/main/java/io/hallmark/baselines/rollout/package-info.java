/** Which sets of golden measurements are accepted while nodes move from one to the next. */
package io.hallmark.baselines.rollout;
