package io.hallmark.measuredboot.eventlog;
import io.hallmark.measuredboot.digest.*; import java.util.*;
public record PcrValues(Map<Bank,Map<Integer,Digest>> m) { public Optional<Digest> value(Bank b,int p){ return Optional.ofNullable(m.getOrDefault(b,Map.of()).get(p)); } }
