import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.domain.valuerange.CountableValueRange;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeFactory;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintCollectors;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import ai.timefold.solver.core.api.score.stream.Joiners;
import ai.timefold.solver.core.api.score.stream.common.ConnectedRangeChain;
import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.constructionheuristic.ConstructionHeuristicPhaseConfig;
import ai.timefold.solver.core.config.constructionheuristic.decider.forager.ConstructionHeuristicForagerConfig;
import ai.timefold.solver.core.config.constructionheuristic.decider.forager.ConstructionHeuristicPickEarlyType;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.ChangeMoveSelectorConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchType;
import ai.timefold.solver.core.config.solver.SolverConfig;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * The instance in Timefold's words. A visit has one planning variable: the number of a person and a start, of those that
 * the rules admit for it alone, the cheapest days first. Construction takes the first that breaks nothing; late
 * acceptance changes visits one by one until the input ends.
 *
 * <p>java -cp JARS:. Planner IN OUT
 */
public class Planner {
    static final int GRID = 15;
    static int[][] ways;
    static int[] bucketLimits;

    @PlanningEntity
    public static class Visit {
        @PlanningId
        public int id;

        public int minutes;
        public int outMinutes;
        public int place;
        public int site;
        public long worth;
        int[] person;
        int[] begin;
        int[] points;
        int[] dayBucket;
        int[] weekBucket;
        int[] travel;
        int[] upTo;
        private Integer code;
        private int slot = -1;
        private int start;

        @ValueRangeProvider(id = "codes")
        public CountableValueRange<Integer> codes() {
            return ValueRangeFactory.createIntValueRange(0, upTo.length == 0 ? 0 : upTo[upTo.length - 1]);
        }

        @PlanningVariable(valueRangeProviderRefs = "codes", allowsUnassigned = true)
        public Integer getCode() {
            return code;
        }

        public void setCode(Integer code) {
            this.code = code;
            if (code == null) {
                slot = -1;
                return;
            }
            int at = java.util.Arrays.binarySearch(upTo, code);
            slot = at >= 0 ? at + 1 : -at - 1;
            start = begin[slot] + GRID * (code - (slot == 0 ? 0 : upTo[slot - 1]));
        }

        public int person() {
            return person[slot];
        }

        public int start() {
            return start;
        }

        public int end() {
            return start + minutes;
        }

        public int outEnd() {
            return start + Math.max(minutes, outMinutes);
        }

        public int dayBucket() {
            return dayBucket[slot];
        }

        public int weekBucket() {
            return weekBucket[slot];
        }

        public int points() {
            return points[slot];
        }

        /** A day at a site away from where the shift starts, and the minutes there and back; -1: none. */
        public long away() {
            return travel[slot] == 0 ? -1 : ((long) dayBucket[slot] * 1000 + site) * 1000 + travel[slot];
        }
    }

    /** A visit takes one of `limit` units of a resource while it runs, or while its asset is out. */
    public record Need(int visit, int resource, int limit, boolean whileOut) {}

    @PlanningSolution
    public static class Quarter {
        @PlanningEntityCollectionProperty
        public List<Visit> visits = new ArrayList<>();

        @ProblemFactCollectionProperty
        public List<Need> needs = new ArrayList<>();

        @PlanningScore
        public HardSoftLongScore score;
    }

    public static class Rules implements ConstraintProvider {
        @Override
        public Constraint[] defineConstraints(ConstraintFactory factory) {
            return new Constraint[] {
                onePlace(factory), dayShare(factory), weekShare(factory), shared(factory), unplaced(factory), days(factory)
            };
        }

        /** Nobody is in two places at once; between two places there is time for the way. */
        Constraint onePlace(ConstraintFactory factory) {
            return factory.forEachUniquePair(
                            Visit.class,
                            Joiners.equal(Visit::person),
                            Joiners.equal(Visit::dayBucket),
                            Joiners.filtering((one, other) -> lacking(one, other) > 0))
                    .penalizeLong(HardSoftLongScore.ONE_HARD, Rules::lacking)
                    .asConstraint("one place");
        }

        static long lacking(Visit one, Visit other) {
            Visit first = one.start() <= other.start() ? one : other;
            Visit then = first == one ? other : one;
            return Math.max(0, first.end() + ways[first.place][then.place] - then.start());
        }

        Constraint dayShare(ConstraintFactory factory) {
            return factory.forEach(Visit.class)
                    .groupBy(Visit::dayBucket, ConstraintCollectors.sum(one -> one.minutes), ConstraintCollectors.toSet(Visit::away))
                    .filter((bucket, minutes, away) -> minutes + sum(away) > bucketLimits[bucket])
                    .penalizeLong(HardSoftLongScore.ONE_HARD, (bucket, minutes, away) -> minutes + sum(away) - bucketLimits[bucket])
                    .asConstraint("day share");
        }

        Constraint weekShare(ConstraintFactory factory) {
            return factory.forEach(Visit.class)
                    .groupBy(Visit::weekBucket, ConstraintCollectors.sum(one -> one.minutes), ConstraintCollectors.toSet(Visit::away))
                    .filter((bucket, minutes, away) -> minutes + sum(away) > bucketLimits[bucket])
                    .penalizeLong(HardSoftLongScore.ONE_HARD, (bucket, minutes, away) -> minutes + sum(away) - bucketLimits[bucket])
                    .asConstraint("week share");
        }

        static long sum(Set<Long> away) {
            long total = 0;
            for (long one : away) {
                total += one < 0 ? 0 : one % 1000;
            }
            return total;
        }

        /** Instruments, departments, fleets, cover: never more at once than there is. */
        Constraint shared(ConstraintFactory factory) {
            return factory.forEach(Need.class)
                    .join(Visit.class, Joiners.equal(Need::visit, visit -> visit.id))
                    .groupBy(
                            (need, visit) -> need.resource(),
                            (need, visit) -> need.limit(),
                            ConstraintCollectors.toConnectedRanges(
                                    (Need need, Visit visit) -> new Stay(visit, need.whileOut()),
                                    Stay::start,
                                    Stay::end,
                                    (from, until) -> until - from))
                    .flattenLast(ConnectedRangeChain::getConnectedRanges)
                    .filter((resource, limit, range) -> range.getMaximumOverlap() > limit)
                    .penalizeLong(HardSoftLongScore.ONE_HARD, (resource, limit, range) -> 30L * (range.getMaximumOverlap() - limit))
                    .asConstraint("shared");
        }

        Constraint unplaced(ConstraintFactory factory) {
            return factory.forEachIncludingUnassigned(Visit.class)
                    .filter(one -> one.getCode() == null)
                    .penalizeLong(HardSoftLongScore.ONE_SOFT, one -> one.worth)
                    .asConstraint("unplaced");
        }

        Constraint days(ConstraintFactory factory) {
            return factory.forEach(Visit.class)
                    .penalizeLong(HardSoftLongScore.ONE_SOFT, one -> one.points())
                    .asConstraint("days");
        }
    }

    /** Where a visit stands, as long as it takes a resource. */
    public record Stay(Visit visit, boolean whileOut) {
        public Integer start() {
            return visit.start();
        }

        public Integer end() {
            return whileOut ? visit.outEnd() : visit.end();
        }
    }

    public static void main(String[] given) throws Exception {
        Quarter quarter = read(Path.of(given[0]));
        SolverConfig config = new SolverConfig()
                .withSolutionClass(Quarter.class)
                .withEntityClasses(Visit.class)
                .withConstraintProviderClass(Rules.class)
                .withRandomSeed(0L)
                .withPhases(
                        new ConstructionHeuristicPhaseConfig()
                                .withForagerConfig(new ConstructionHeuristicForagerConfig()
                                        .withPickEarlyType(ConstructionHeuristicPickEarlyType.FIRST_FEASIBLE_SCORE)),
                        new LocalSearchPhaseConfig()
                                .withLocalSearchType(LocalSearchType.LATE_ACCEPTANCE)
                                .withMoveSelectorConfig(new ChangeMoveSelectorConfig()));
        Solver<Quarter> solver = SolverFactory.<Quarter>create(config).buildSolver();
        Thread ear = new Thread(() -> stopWhenTold(solver));
        ear.setDaemon(true);
        ear.start();
        Quarter best = solver.solve(quarter);
        System.err.println("Timefold's score: " + best.score);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(given[1])))) {
            for (Visit one : best.visits) {
                if (one.getCode() != null) {
                    out.println(one.id + " " + one.person() + " " + one.start());
                }
            }
        }
    }

    /** The end of the input is the end of the search. */
    static void stopWhenTold(Solver<Quarter> solver) {
        try {
            while (System.in.read() >= 0) {}
        } catch (java.io.IOException gone) {
            System.err.println("The input is gone: " + gone.getMessage());
        }
        solver.terminateEarly();
    }

    /** Lines: `W` ways, `B` bucket limit, `V` visit, `S` slots of the last visit, `N` need. */
    static Quarter read(Path path) throws Exception {
        Quarter quarter = new Quarter();
        List<int[]> rows = new ArrayList<>();
        List<int[]> slots = new ArrayList<>();
        List<Integer> limits = new ArrayList<>();
        Visit visit = null;
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int[] numbers = numbers(line);
                switch (line.charAt(0)) {
                    case 'W' -> rows.add(numbers);
                    case 'B' -> limits.add(numbers[0]);
                    case 'N' -> quarter.needs.add(new Need(numbers[0], numbers[1], numbers[2], numbers[3] == 1));
                    case 'S' -> slots.add(numbers);
                    default -> {
                        close(visit, slots);
                        visit = new Visit();
                        visit.id = numbers[0];
                        visit.minutes = numbers[1];
                        visit.outMinutes = numbers[2];
                        visit.place = numbers[3];
                        visit.site = numbers[4];
                        visit.worth = numbers[5];
                        quarter.visits.add(visit);
                    }
                }
            }
        }
        close(visit, slots);
        ways = rows.toArray(new int[0][]);
        bucketLimits = limits.stream().mapToInt(one -> one).toArray();
        return quarter;
    }

    static int[] numbers(String line) {
        StringTokenizer words = new StringTokenizer(line.substring(1));
        int[] found = new int[words.countTokens()];
        for (int at = 0; at < found.length; at++) {
            found[at] = Integer.parseInt(words.nextToken());
        }
        return found;
    }

    /** Give a visit its slots: person, first start, last start + 1, points, bucket of the day, of the week, travel. */
    static void close(Visit visit, List<int[]> slots) {
        if (visit == null) {
            return;
        }
        int count = slots.size();
        visit.person = slots.stream().mapToInt(one -> one[0]).toArray();
        visit.begin = slots.stream().mapToInt(one -> one[1]).toArray();
        visit.points = slots.stream().mapToInt(one -> one[3]).toArray();
        visit.dayBucket = slots.stream().mapToInt(one -> one[4]).toArray();
        visit.weekBucket = slots.stream().mapToInt(one -> one[5]).toArray();
        visit.travel = slots.stream().mapToInt(one -> one[6]).toArray();
        visit.upTo = new int[count];
        int total = 0;
        for (int at = 0; at < count; at++) {
            int[] one = slots.get(at);
            total += (one[2] - one[1] + GRID - 1) / GRID;
            visit.upTo[at] = total;
        }
        slots.clear();
    }
}
