package io.hallmark.measuredboot.eventlog;
import io.hallmark.measuredboot.digest.*; import java.util.*;
public final class Replay { public static PcrValues of(List<LogEvent> es, List<Bank> bs){ Map<Bank,Map<Integer,Digest>> m=new EnumMap<>(Bank.class); for(Bank b:bs){ Map<Integer,Digest> v=new TreeMap<>(); Set<Integer> bad=new HashSet<>(); for(LogEvent e:es) if(e.extendsPcr()){ if(e.digests().in(b).isEmpty()) bad.add(e.pcr()); else v.put(e.pcr(), v.getOrDefault(e.pcr(), b.zero()).extend(e.digests().in(b).get())); } v.keySet().removeAll(bad); m.put(b,v);} return new PcrValues(m);} }
