using System.Globalization;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Register;

namespace OutcomeApi.Demo;

/// <summary>
/// Made-up participations for the four projects. Nobody in them exists. The same seed gives the same register, so that a figure can be talked
/// about. Uppsala's flow of 2025 is the published one (124 carried over, 97 started, of the exits 20 to work, 4 with completed and 20 with begun
/// studies); the gender of the 97, and everything about the other projects, is the demo's choice.
/// </summary>
public sealed class SyntheticRegister
{
    private const int Seed = 2026;

    private readonly Random _random = new(Seed);
    private readonly List<(string Project, DateOnly On, Statement Statement)> _statements = [];
    private readonly DateOnly _today;

    private SyntheticRegister(DateOnly today) => _today = today;

    /// <summary>Everything that happened by today, in the order in which it can be registered.</summary>
    public static IReadOnlyList<(string Project, Statement Statement)> Until(DateOnly today)
    {
        var register = new SyntheticRegister(today);
        register.Fram();
        register.Iris2();
        register.IpsUnga();
        register.Uppsala();
        return [.. register._statements.OrderBy(s => s.On).Select(s => (s.Project, s.Statement))];
    }

    private void Fram()
    {
        foreach (var n in Enumerable.Range(1, 150))
        {
            var start = Day(new DateOnly(2021, 1, 11), 1000);
            var enrollment = Enroll("fram", n, null, start, Gender(55), mapped: false, born: (1958, 2003));
            var reason = Weighted(
                (ExitReason.WorkUnsubsidised, 14), (ExitReason.WorkSubsidised, 14), (ExitReason.Studies, 8), (ExitReason.CoordinatedSupport, 22),
                (ExitReason.EmploymentServiceMeasure, 10), (ExitReason.MunicipalMeasure, 6), (ExitReason.HealthCare, 12), (ExitReason.DroppedOut, 9),
                (ExitReason.Moved, 5));
            Leave("fram", enrollment, start.AddDays(_random.Next(60, 240)), new DateOnly(2023, 12, 31), reason, documented: 90);
        }
    }

    private void Iris2()
    {
        (string Id, int Count, int Women)[] subprojects =
            [("vsb", 60, 66), ("hoganas", 44, 64), ("sydost", 60, 61), ("usb", 50, 46), ("insam", 40, 50), ("kompetenstrappan", 40, 50)];
        var n = 0;
        foreach (var (id, count, women) in subprojects)
        {
            for (var i = 0; i < count; i++)
            {
                var start = Day(new DateOnly(2023, 2, 1), 800);
                var enrollment = Enroll("iris2", ++n, id, start, Gender(women), mapped: true, born: id == "usb" ? (1996, 2006) : (1962, 2002));
                var kinds = Enum.GetValues<StepKind>();
                for (var step = 1; step <= _random.Next(0, 3); step++)
                {
                    Add("iris2", start.AddDays(20 * step), new Step
                    {
                        Reference = $"S-{n}-{step}",
                        EnrollmentReference = enrollment.Reference,
                        Kind = Code.Of(kinds[_random.Next(kinds.Length)]),
                        On = start.AddDays(20 * step),
                    });
                }

                if (id == "kompetenstrappan" && Chance(85))
                {
                    Add("iris2", start.AddDays(50), new JobOffer
                    {
                        Reference = $"O-{n}",
                        EnrollmentReference = enrollment.Reference,
                        On = start.AddDays(50),
                        Subsidised = Chance(15),
                        OtherField = Chance(30),
                    });
                }

                var reason = Weighted(
                    (ExitReason.WorkUnsubsidised, 12), (ExitReason.WorkSubsidised, 8), (ExitReason.VocationalStudies, 8), (ExitReason.CoordinatedSupport, 20),
                    (ExitReason.EmploymentServiceMeasure, 12), (ExitReason.SupportedEmployment, 8), (ExitReason.HealthCare, 14), (ExitReason.DroppedOut, 12),
                    (ExitReason.DischargedNoProgress, 6));
                Leave("iris2", enrollment, start.AddDays(_random.Next(80, 420)), new DateOnly(2026, 1, 31), reason, documented: 70);
            }
        }
    }

    private void IpsUnga()
    {
        foreach (var n in Enumerable.Range(1, 48))
        {
            var start = Day(new DateOnly(2025, 8, 18), 430);
            var enrollment = Enroll("ips-unga", n, null, start, Gender(52), mapped: true, born: (1998, 2006));
            var reason = Weighted(
                (ExitReason.WorkUnsubsidised, 30), (ExitReason.Studies, 22), (ExitReason.OtherPlannedMeasure, 20), (ExitReason.HealthCare, 14),
                (ExitReason.DroppedOut, 14));
            Leave("ips-unga", enrollment, start.AddDays(_random.Next(120, 420)), new DateOnly(2027, 3, 31), reason, documented: 60);
        }
    }

    private void Uppsala()
    {
        // Published: 68 women, 55 men and one other were running when the year began.
        var carriedOver = Enumerable.Range(1, 124)
            .Select(n => Enroll(
                "uppsala", n, Chance(65) ? "ips" : "sed", new DateOnly(2024, 1, 8).AddDays(_random.Next(350)),
                n <= 68 ? Domain.Participations.Gender.Woman : n <= 123 ? Domain.Participations.Gender.Man : Domain.Participations.Gender.Other,
                mapped: true, born: (1966, 2005), carriedOver: true))
            .ToArray();

        // Published: 61 to IPS, 35 to SEd, and one whose branch is not stated.
        var started = Enumerable.Range(1, 97)
            .Select(n => Enroll(
                "uppsala", 200 + n, n <= 61 ? "ips" : n <= 96 ? "sed" : null, Day(new DateOnly(2025, 1, 7), 340), Gender(56), mapped: true, born: (1966, 2005)))
            .ToArray();

        // Published: 20 to work, 4 with completed studies, 20 who began studies. The other endings are the demo's choice.
        var reasons = Enumerable.Repeat(ExitReason.WorkUnsubsidised, 12)
            .Concat(Enumerable.Repeat(ExitReason.WorkSubsidised, 8))
            .Concat(Enumerable.Repeat(ExitReason.StudiesCompleted, 4))
            .Concat(Enumerable.Repeat(ExitReason.Studies, 20))
            .Concat(Enumerable.Repeat(ExitReason.HealthCare, 14))
            .Concat(Enumerable.Repeat(ExitReason.DroppedOut, 12))
            .ToArray();
        foreach (var (reason, index) in reasons.Select((r, i) => (r, i)))
        {
            var enrollment = index % 4 == 3 ? started[index] : carriedOver[index];
            var earliest = enrollment.StartedOn!.Value < new DateOnly(2025, 1, 15) ? new DateOnly(2025, 1, 15) : enrollment.StartedOn.Value;
            var exit = earliest.AddDays(_random.Next(0, new DateOnly(2025, 12, 19).DayNumber - earliest.DayNumber + 1));
            Leave("uppsala", enrollment, exit, new DateOnly(2025, 12, 31), reason, documented: 80);
        }
    }

    private Enrollment Enroll(
        string project, int number, string? subproject, DateOnly start, Gender gender, bool mapped, (int From, int To) born, bool carriedOver = false)
    {
        var referrers = Enum.GetValues<Referrer>();
        var enrollment = new Enrollment
        {
            Reference = string.Create(CultureInfo.InvariantCulture, $"E-{number:0000}"),
            Participant = string.Create(CultureInfo.InvariantCulture, $"P-{number:0000}"),
            ConsentGivenOn = start,
            Gender = Code.Of(gender),
            BirthYear = _random.Next(born.From, born.To + 1),
            Subproject = subproject,
            CarriedOver = carriedOver,
            ReferredOn = start.AddDays(-_random.Next(5, 60)),
            Referrer = Code.Of(referrers[_random.Next(referrers.Length)]),
            MappedOn = mapped ? start.AddDays(-2) : null,
            StartedOn = start,
        };
        Add(project, start, enrollment);
        return enrollment;
    }

    private void Leave(string project, Enrollment enrollment, DateOnly on, DateOnly lastDay, ExitReason reason, int documented)
    {
        if (on > lastDay)
        {
            return;
        }

        var planned = ExitReasons.EndingOf(reason) == Ending.Planned;
        Add(project, on, new Exit
        {
            EnrollmentReference = enrollment.Reference,
            ExitedOn = on,
            Reason = Code.Of(reason),
            NextMeasureReady = planned && Chance(80),
            NextStepStartsOn = planned && Chance(60) ? on.AddDays(_random.Next(0, 40)) : null,
            DocumentationGivenToReferrerOn = Chance(documented) ? on : null,
            DocumentationGivenToParticipantOn = Chance(documented) ? on : null,
        });
    }

    private void Add(string project, DateOnly on, Statement statement)
    {
        if (on <= _today)
        {
            _statements.Add((project, on, statement));
        }
    }

    private DateOnly Day(DateOnly first, int days) => first.AddDays(_random.Next(days));

    private Gender Gender(int percentWomen) => Chance(2)
        ? Domain.Participations.Gender.Other
        : Chance(percentWomen) ? Domain.Participations.Gender.Woman : Domain.Participations.Gender.Man;

    private bool Chance(int percent) => _random.Next(100) < percent;

    private ExitReason Weighted(params (ExitReason Reason, int Weight)[] choices)
    {
        var pick = _random.Next(choices.Sum(c => c.Weight));
        foreach (var (reason, weight) in choices)
        {
            if ((pick -= weight) < 0)
            {
                return reason;
            }
        }

        return choices[^1].Reason;
    }
}
