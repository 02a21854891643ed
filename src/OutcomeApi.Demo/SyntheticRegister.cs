using System.Globalization;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Projects;

namespace OutcomeApi.Demo;

/// <summary>
/// Made-up participations for the four projects. Nobody in them exists. The same seed gives the same register, so that a figure can be talked
/// about. Uppsala's flow of 2025 is the published one: 124 carried over, 112 in queue, 179 referrals, 97 started, 39 in queue at the end, of the exits
/// 20 to work, 4 with completed and 20 with begun studies. Published are also: everybody in the queue was offered a place or guided elsewhere; the
/// longest had waited for over a year; those carried over had been enrolled for one to seven years, those new in 2025 who left for six to ten months; of
/// the year before, 26 to work and 8 with completed studies, and fewer who were supported. IPS Unga's fidelity review is the published one. The gender of
/// the 97, how 155 referrals were closed without a start, how many were supported in 2024, the other endings, every follow-up, and everything about the
/// other projects are the demo's choice.
/// </summary>
public sealed class SyntheticRegister
{
    private const int Seed = 2026;

    private readonly Random _random = new(Seed);

    // What was added later draws from its own: what the first one gives stays as it is.
    private readonly Random _second = new(Seed + 1);
    private readonly Random _third = new(Seed + 2);
    private readonly Random _fourth = new(Seed + 3);
    private readonly Random _fifth = new(Seed + 4);
    private readonly Random _sixth = new(Seed + 5);
    private readonly List<(string Project, DateOnly On, Registration Registration)> _statements = [];
    private readonly DateOnly _today;
    private int _referrals;

    private SyntheticRegister(DateOnly today) => _today = today;

    /// <summary>Everything that happened by today, in the order in which it can be registered.</summary>
    public static IReadOnlyList<(string Project, Registration Registration)> Until(DateOnly today)
    {
        var register = new SyntheticRegister(today);
        register.Fram();
        register.Iris2();
        register.IpsUnga();
        register.Uppsala();
        register.FramReferrals();
        register.ReportedFigures();
        return [.. register._statements.OrderBy(s => s.On).Select(s => (s.Project, s.Registration))];
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
                // The kinds after these are those that IPS follows.
                var kinds = Enum.GetValues<StepKind>()[..(int)StepKind.Mapped];
                for (var step = 1; step <= _random.Next(0, 3); step++)
                {
                    Add("iris2", start.AddDays(20 * step), new Step
                    {
                        Reference = $"S-{n}-{step}",
                        EnrollmentReference = enrollment.Reference,
                        Kind = Code.Format(kinds[_random.Next(kinds.Length)]),
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
                var lastDay = new DateOnly(2026, 1, 31);
                var exit = start.AddDays(_random.Next(80, 420));
                Leave("iris2", enrollment, exit, lastDay, reason, documented: 70);
                if (id is "usb" or "insam")
                {
                    Assess("iris2", enrollment, exit, lastDay);
                }

                AssessAtBothEnds("iris2", enrollment, exit, lastDay, isAssessedAlready: id is "usb" or "insam");
            }
        }
    }

    private void IpsUnga()
    {
        foreach (var n in Enumerable.Range(1, 48))
        {
            var start = Day(new DateOnly(2025, 8, 18), 430);
            var enrollment = Enroll("ips-unga", n, null, start, Gender(52), mapped: true, born: (1998, 2006), then: FromUnit);
            var reason = Weighted(
                (ExitReason.WorkUnsubsidised, 30), (ExitReason.Studies, 22), (ExitReason.OtherPlannedMeasure, 20), (ExitReason.HealthCare, 14),
                (ExitReason.DroppedOut, 14));
            var lastDay = new DateOnly(2027, 3, 31);
            var exit = start.AddDays(_random.Next(120, 420));
            Leave("ips-unga", enrollment, exit, lastDay, reason, documented: 60);
            Assess("ips-unga", enrollment, exit, lastDay);
            Place("ips-unga", n, enrollment, exit);
            StepByStep("ips-unga", n, enrollment, exit);
        }
    }

    /// <summary>IPS Unga's participants come from a unit: nine in ten from a treatment team in which its job specialists work.</summary>
    private Enrollment FromUnit(Enrollment enrollment)
    {
        (string Code, Referrer Referrer, int Until)[] units =
        [
            ("maria-skane", Referrer.Region, 50), ("oppenvard-unga-vuxna", Referrer.Region, 90), ("ung-malmo", Referrer.Municipality, 94),
            ("ekonomiskt-bistand-unga-vuxna", Referrer.Municipality, 98), ("ebb-vagledningsteamet", Referrer.Municipality, 100),
        ];
        var drawn = _fifth.Next(100);
        var unit = units.First(u => drawn < u.Until);
        var referral = new Referral
        {
            Reference = enrollment.Reference!.Replace('E', 'R'),
            Participant = enrollment.Participant,
            Gender = enrollment.Gender,
            BirthYear = enrollment.BirthYear,
            Referrer = Code.Format(unit.Referrer),
            ReferrerUnit = unit.Code,
            ReferredOn = enrollment.ReferredOn,
        };
        Add("ips-unga", referral.ReferredOn!.Value, referral);
        return enrollment with { ReferralReference = referral.Reference, Referrer = referral.Referrer, ReferrerUnit = referral.ReferrerUnit };
    }

    /// <summary>The steps that IPS follows month by month: mapped, a goal set, then contacts with employers, applications and interviews.</summary>
    private void StepByStep(string project, int number, Enrollment enrollment, DateOnly exitOn)
    {
        StepKind[] later = [StepKind.EmployerContact, StepKind.ApplicationSent, StepKind.EmployerContact, StepKind.Interview];
        StepKind[] kinds = [StepKind.Mapped, StepKind.GoalSet, .. later.Take(_fifth.Next(later.Length + 1)), .. later.Take(_fifth.Next(later.Length + 1))];
        var on = enrollment.StartedOn!.Value;
        foreach (var (kind, index) in kinds.Select((kind, index) => (kind, index + 1)))
        {
            on = on.AddDays(_fifth.Next(3, 30));
            if (on <= exitOn)
            {
                Add(project, on, new Step
                {
                    Reference = $"S-{number}-{index}",
                    EnrollmentReference = enrollment.Reference,
                    Kind = Code.Format(kind),
                    On = on,
                });
            }
        }
    }

    private void Uppsala()
    {
        // Published: 68 women, 55 men and one other were running when the year began, and had been for one to seven years.
        var carriedOver = Enumerable.Range(1, 124)
            .Select(n => Enroll(
                "uppsala", n, Chance(65) ? "ips" : "sed", new DateOnly(2018, 1, 8).AddDays(_random.Next(2170)),
                n <= 68 ? Domain.Participations.Gender.Woman : n <= 123 ? Domain.Participations.Gender.Man : Domain.Participations.Gender.Other,
                mapped: true, born: (1966, 1999), carriedOver: true))
            .ToArray();

        // Published: 112 in queue in December 2024, 179 referrals in 2025 (112 to IPS, 67 to SEd), of both 97 started (61 IPS, 35 SEd, one whose branch is
        // not stated), 39 in queue in December 2025 (26 IPS, 13 SEd). So 155 were closed without a start; how, and out of which, is the demo's choice.
        Enrollment[] started =
        [
            .. Started("ips", 32, fromQueue: true), .. Started("sed", 17, fromQueue: true), .. Started(null, 1, fromQueue: true),
            .. Started("ips", 29, fromQueue: false), .. Started("sed", 18, fromQueue: false),
        ];
        StillQueued("ips", 4, fromQueue: true);
        StillQueued("sed", 2, fromQueue: true);
        StillQueued("ips", 22, fromQueue: false);
        StillQueued("sed", 11, fromQueue: false);
        ClosedWithoutStart("ips", 35, fromQueue: true);
        ClosedWithoutStart("sed", 21, fromQueue: true);
        ClosedWithoutStart("ips", 61, fromQueue: false);
        ClosedWithoutStart("sed", 38, fromQueue: false);

        // Published: 20 to work, 4 with completed studies, 20 who began studies. The other endings are the demo's choice.
        var reasons = Enumerable.Repeat(ExitReason.WorkUnsubsidised, 12)
            .Concat(Enumerable.Repeat(ExitReason.WorkSubsidised, 8))
            .Concat(Enumerable.Repeat(ExitReason.StudiesCompleted, 4))
            .Concat(Enumerable.Repeat(ExitReason.Studies, 20))
            .Concat(Enumerable.Repeat(ExitReason.HealthCare, 14))
            .Concat(Enumerable.Repeat(ExitReason.DroppedOut, 12))
            .ToArray();
        // One in four who left was new: out of the queue, early enough to stay for six to ten months. Of those carried over, the steps through them are as
        // even as the women and men among them.
        var (firstExit, lastExit) = (new DateOnly(2025, 1, 15), new DateOnly(2025, 12, 19));
        foreach (var (reason, index) in reasons.Select((r, i) => (r, i)))
        {
            var isNew = index % 4 == 3;
            var enrollment = isNew ? started[index / 4 * 2] : carriedOver[index * 37 % carriedOver.Length];
            var exit = isNew
                ? enrollment.StartedOn!.Value.AddDays(_random.Next(184, int.Min(300, lastExit.DayNumber - enrollment.StartedOn.Value.DayNumber + 1)))
                : firstExit.AddDays(_random.Next(0, lastExit.DayNumber - firstExit.DayNumber + 1));
            Leave("uppsala", enrollment, exit, new DateOnly(2025, 12, 31), reason, documented: 80);
        }
    }

    private Enrollment[] Started(string? branch, int count, bool fromQueue) =>
    [
        .. Enumerable.Range(1, count).Select(_ =>
        {
            var referral = Refer(branch ?? "ips", fromQueue, lastDay: 270);
            var start = (fromQueue ? new DateOnly(2025, 1, 7) : referral.ReferredOn!.Value).AddDays(_random.Next(14, 80));
            Add("uppsala", referral.ReferredOn!.Value, referral with { OfferedOn = start.AddDays(-7) });
            var gender = Code.Parse<Gender>(referral.Gender!);
            return Enroll("uppsala", 200 + _referrals, branch, start, gender, mapped: true, born: (1966, 2005), referral: referral);
        })
    ];

    private void StillQueued(string branch, int count, bool fromQueue)
    {
        for (var i = 0; i < count; i++)
        {
            // Who was in the queue from the beginning has been offered a place that begins in the new year.
            var referral = Refer(branch, fromQueue, lastDay: 340);
            Add("uppsala", referral.ReferredOn!.Value, referral with
            {
                Outcome = Code.Format(ReferralOutcome.Queued),
                OfferedOn = fromQueue ? new DateOnly(2025, 11, 10).AddDays(i) : null,
            });
        }
    }

    private void ClosedWithoutStart(string branch, int count, bool fromQueue)
    {
        for (var i = 0; i < count; i++)
        {
            var referral = Refer(branch, fromQueue, lastDay: 300);
            var closedOn = (fromQueue ? new DateOnly(2025, 1, 7) : referral.ReferredOn!.Value).AddDays(_random.Next(5, 60));
            var outcome = (i % 3) switch { 0 => ReferralOutcome.GuidedElsewhere, 1 => ReferralOutcome.Declined, _ => ReferralOutcome.Withdrawn };

            // Everybody in the queue was offered a place, or guided elsewhere.
            Add("uppsala", referral.ReferredOn!.Value, referral with
            {
                Outcome = Code.Format(outcome),
                ClosedOn = closedOn,
                OfferedOn = outcome == ReferralOutcome.Declined || (fromQueue && outcome == ReferralOutcome.Withdrawn) ? closedOn.AddDays(-3) : null,
            });
        }
    }

    /// <summary>A referral that is in queue when the project begins, the first one for over a year; or one of 2025.</summary>
    private Referral Refer(string branch, bool fromQueue, int lastDay)
    {
        var referredOn = fromQueue
            ? new DateOnly(2023, 10, 16).AddDays(_referrals == 0 ? 0 : 60 + _random.Next(360))
            : new DateOnly(2025, 1, 2).AddDays(_random.Next(lastDay));
        var referrers = Enum.GetValues<Referrer>();
        return new Referral
        {
            Reference = string.Create(CultureInfo.InvariantCulture, $"R-{++_referrals:0000}"),
            Gender = Code.Format(Gender(56)),
            Subproject = branch,
            Referrer = Code.Format(referrers[_random.Next(referrers.Length)]),
            ReferredOn = referredOn,
            QueuedOn = referredOn.AddDays(3),
        };
    }

    private Enrollment Enroll(
        string project, int number, string? subproject, DateOnly start, Gender gender, bool mapped, (int From, int To) born, bool carriedOver = false,
        Referral? referral = null, Func<Enrollment, Enrollment>? then = null)
    {
        var referrers = Enum.GetValues<Referrer>();
        var enrollment = new Enrollment
        {
            Reference = string.Create(CultureInfo.InvariantCulture, $"E-{number:0000}"),
            Participant = string.Create(CultureInfo.InvariantCulture, $"P-{number:0000}"),
            ConsentGivenOn = start,
            Gender = Code.Format(gender),
            BirthYear = _random.Next(born.From, born.To + 1),
            Subproject = subproject,
            CarriedOver = carriedOver,
            ReferralReference = referral?.Reference,
            ReferredOn = referral is null ? start.AddDays(-_random.Next(5, 60)) : null,
            Referrer = referral is null ? Code.Format(referrers[_random.Next(referrers.Length)]) : null,
            MappedOn = mapped ? start.AddDays(-2) : null,
            StartedOn = start,
        };
        enrollment = Before(then?.Invoke(enrollment) ?? enrollment);
        Add(project, start, enrollment);
        return enrollment;
    }

    private void Leave(string project, Enrollment enrollment, DateOnly on, DateOnly lastDay, ExitReason reason, int documented)
    {
        if (on > lastDay)
        {
            if (project is "fram" or "iris2")
            {
                LeaveWithTheProject(project, enrollment, lastDay);
            }

            return;
        }

        var planned = ExitReasons.EndingOf(reason) == Ending.Planned;
        var exit = new Exit
        {
            EnrollmentReference = enrollment.Reference,
            ExitedOn = on,
            Reason = Code.Format(reason),
            NextMeasureReady = planned && Chance(80),
            NextStepStartsOn = planned && Chance(60) ? on.AddDays(_random.Next(0, 40)) : null,
            DocumentationGivenToReferrerOn = Chance(documented) ? on : null,
            DocumentationGivenToParticipantOn = Chance(documented) ? on : null,
        };
        exit = After(exit, reason, enrollment);
        Add(project, on, exit);
        // FRAM's referrers account for their people three months after exit, three in four with an answer. The others have taken over the custom.
        if (project == "fram")
        {
            FollowUp(project, exit, enrollment.Referrer, _random, answered: 75);
        }
        else
        {
            FollowUp(project, exit, enrollment.Referrer, _third, answered: 85);
        }
    }

    /// <summary>Who is there on the project's last day leaves with it, documented, to what comes next or back to the referrer.</summary>
    private void LeaveWithTheProject(string project, Enrollment enrollment, DateOnly lastDay)
    {
        var (reason, isPlanned) = _sixth.Next(3) switch
        {
            0 => (ExitReason.CoordinatedSupport, true),
            1 => (ExitReason.MunicipalMeasure, true),
            _ => (ExitReason.ReturnedToReferrer, false),
        };
        var exit = new Exit
        {
            EnrollmentReference = enrollment.Reference,
            ExitedOn = lastDay,
            Reason = Code.Format(reason),
            NextMeasureReady = isPlanned,
            NextStepStartsOn = isPlanned ? lastDay.AddDays(_sixth.Next(1, 25)) : null,
            DocumentationGivenToReferrerOn = lastDay,
            DocumentationGivenToParticipantOn = lastDay,
            IncomeSources = enrollment.IncomeSources,
            Occupation = new Occupation { Group = Code.Format(ExitReasons.GroupOf(reason)!.Value) },
        };
        Add(project, lastDay, exit);
        FollowUp(project, exit, enrollment.Referrer, _sixth, answered: 85);
    }

    /// <summary>
    /// What somebody brings along. The young live on activity compensation and social assistance, the older ones on sickness benefit too. Of one in ten
    /// something is not stated.
    /// </summary>
    private Enrollment Before(Enrollment enrollment)
    {
        var isYoung = enrollment.StartedOn!.Value.Year - enrollment.BirthYear < 30;
        var source = isYoung
            ? Pick(
                (IncomeSource.SocialAssistance, 38), (IncomeSource.ActivityCompensation, 26), (IncomeSource.ActivityGrant, 12), (IncomeSource.None, 14),
                (IncomeSource.StudentAid, 6), (IncomeSource.Wage, 4))
            : Pick(
                (IncomeSource.SocialAssistance, 32), (IncomeSource.SicknessBenefit, 26), (IncomeSource.RehabilitationBenefit, 8),
                (IncomeSource.ActivityGrant, 16), (IncomeSource.SicknessCompensation, 6), (IncomeSource.EstablishmentBenefit, 6),
                (IncomeSource.UnemploymentInsurance, 4), (IncomeSource.ParentalBenefit, 2));
        var second = source is IncomeSource.None or IncomeSource.SocialAssistance || _fifth.Next(100) >= 25 ? source : IncomeSource.SocialAssistance;
        var withoutWork = isYoung ? _fifth.Next(3, 48) : _fifth.Next(6, 120);
        return enrollment with
        {
            Education = Stated(Code.Format(Pick(
                (Education.BelowCompulsory, 12), (Education.Compulsory, 32), (Education.UpperSecondary, 38), (Education.PostSecondary, 13),
                (Education.Unknown, 5)))),
            IncomeSources = Stated(source == second ? new[] { Code.Format(source) } : [Code.Format(source), Code.Format(second)]),
            MonthsWithoutWork = Number(withoutWork),
            MonthsOnSickLeave = Number(_fifth.Next(100) < 40 ? 0 : _fifth.Next(withoutWork + 1)),
            MonthsOnPublicSupport = Number(_fifth.Next(withoutWork / 2, withoutWork + 12)),
            Occupation = Stated(new Occupation
            {
                Group = Code.Format(Pick(
                    (OccupationGroup.Other, 55), (OccupationGroup.JobSeeking, 35), (OccupationGroup.Studies, 6), (OccupationGroup.Work, 4))),
            }),
        };
    }

    /// <summary>What somebody leaves with, as the reason says: a wage, student aid, or what there was before.</summary>
    private Exit After(Exit exit, ExitReason reason, Enrollment enrollment)
    {
        var group = ExitReasons.GroupOf(reason)!.Value;
        IReadOnlyList<string>? sources = group switch
        {
            OccupationGroup.Work when _fifth.Next(100) < 30 => [Code.Format(IncomeSource.Wage), Code.Format(IncomeSource.SocialAssistance)],
            OccupationGroup.Work => [Code.Format(IncomeSource.Wage)],
            OccupationGroup.Studies => [Code.Format(IncomeSource.StudentAid)],
            _ => enrollment.IncomeSources,
        };
        return exit with
        {
            Extent = group is OccupationGroup.Work or OccupationGroup.Studies ? Number(25 * (_fifth.Next(100) < 25 ? 4 : _fifth.Next(1, 4))) : null,
            IncomeSources = Stated(sources),
            Occupation = Stated(new Occupation { Group = Code.Format(group) }),
        };
    }

    private T? Stated<T>(T? value)
        where T : class => _fifth.Next(100) < 10 ? null : value;

    private int? Number(int number) => _fifth.Next(100) < 10 ? null : number;

    private T Pick<T>(params (T Value, int Weight)[] choices)
    {
        var pick = _fifth.Next(choices.Sum(choice => choice.Weight));
        return choices.First(choice => (pick -= choice.Weight) < 0).Value;
    }

    /// <summary>Follows up after three months. Where there is no answer, the referrer has not replied: nothing is left open that is overdue.</summary>
    private void FollowUp(string project, Exit exit, string? referrer, Random random, int answered)
    {
        var on = FollowUpSchedule.DueOn(exit.ExitedOn!.Value, 3).AddDays(random.Next(20));
        var answers = Enum.GetValues<FollowUpAnswer>();
        var isAnswered = random.Next(100) < answered;
        Add(project, on, new FollowUp
        {
            EnrollmentReference = exit.EnrollmentReference,
            Months = 3,
            FollowedUpOn = on,
            Answer = isAnswered ? Code.Format(answers[random.Next(answers.Length)]) : null,
            Unobtainable = isAnswered ? null : Code.Format(UnobtainableReason.NoReplyFromReferrer),
            ReportedBy = referrer ?? Code.Format(Referrer.EmploymentService),
        });
    }

    /// <summary>First place, then support: two in three begin a job or a course while the support goes on, some of them another one after it.</summary>
    private void Place(string project, int number, Enrollment enrollment, DateOnly exitOn)
    {
        var startedOn = enrollment.StartedOn!.Value.AddDays(_fourth.Next(20, 120));
        for (var i = 1; i <= 2 && startedOn <= exitOn && _fourth.Next(100) < 66; i++)
        {
            var isWork = _fourth.Next(100) < 70;
            DateOnly? endedOn = _fourth.Next(100) < 50 ? startedOn.AddDays(_fourth.Next(20, 160)) : null;
            Add(project, startedOn, new Placement
            {
                Reference = string.Create(CultureInfo.InvariantCulture, $"PL-{number:0000}-{i}"),
                EnrollmentReference = enrollment.Reference,
                Kind = Code.Format(isWork ? PlacementKind.Work : PlacementKind.Studies),
                StartedOn = startedOn,
                EndedOn = endedOn <= _today ? endedOn : null,
                Subsidised = isWork ? _fourth.Next(100) < 25 : null,
                Extent = isWork ? 25 * _fourth.Next(1, 5) : null,
                OpenToAll = isWork ? _fourth.Next(100) < 80 : null,
            });
            if (endedOn is null)
            {
                return;
            }

            startedOn = endedOn.Value.AddDays(_fourth.Next(5, 40));
        }
    }

    /// <summary>
    /// Rates six areas at the start, every third and every sixth month and at the exit, a little better each time. One rating in ten is not given.
    /// </summary>
    private void Assess(string project, Enrollment enrollment, DateOnly exitOn, DateOnly lastDay)
    {
        var start = enrollment.StartedOn!.Value;
        var occasions = new List<(DateOnly On, AssessmentOccasion Occasion)> { (start.AddDays(3), AssessmentOccasion.Start) };
        var next = AssessmentOccasion.ThirdMonth;
        for (var on = start.AddMonths(3); on < exitOn && on <= lastDay; on = on.AddMonths(3))
        {
            occasions.Add((on, next));
            next = next == AssessmentOccasion.ThirdMonth ? AssessmentOccasion.SixthMonth : AssessmentOccasion.ThirdMonth;
        }

        if (exitOn <= lastDay)
        {
            occasions.Add((exitOn, AssessmentOccasion.Exit));
        }

        var level = Instruments.Find(Instruments.Usual)!.Areas.Select(_ => _second.Next(1, 5)).ToArray();
        foreach (var ((on, occasion), index) in occasions.Select((o, i) => (o, i)))
        {
            // The first area is always rated: an assessment without any rating is none.
            int?[] ratings = [.. level.Select((rating, area) => area > 0 && _second.Next(10) == 0 ? null : (int?)rating)];
            Add(project, on, new SelfAssessment
            {
                Reference = string.Create(CultureInfo.InvariantCulture, $"A-{enrollment.Reference}-{index + 1}"),
                EnrollmentReference = enrollment.Reference,
                On = on,
                Occasion = Code.Format(occasion),
                Ratings = ratings,
            });
            level = [.. level.Select(rating => Math.Clamp(rating + _second.Next(4) switch { 0 => -1, 3 => 1, _ => _second.Next(2) }, 1, 5))];
        }
    }

    /// <summary>
    /// Rates six areas at the start and at the exit, where that is not done already: a project that uses an instrument uses it in all its parts.
    /// </summary>
    private void AssessAtBothEnds(string project, Enrollment enrollment, DateOnly exitOn, DateOnly lastDay, bool isAssessedAlready)
    {
        var level = Instruments.Find(Instruments.Usual)!.Areas.Select(_ => _sixth.Next(1, 5)).ToArray();
        if (!isAssessedAlready)
        {
            Rate("S", AssessmentOccasion.Start, enrollment.StartedOn!.Value.AddDays(3), level);
        }

        if (!isAssessedAlready || exitOn > lastDay)
        {
            Rate("X", AssessmentOccasion.Exit, exitOn <= lastDay ? exitOn : lastDay, [.. level.Select(rating => rating + _sixth.Next(2))]);
        }

        void Rate(string which, AssessmentOccasion occasion, DateOnly on, int[] ratings) => Add(project, on, new SelfAssessment
        {
            Reference = $"A-{enrollment.Reference}-{which}",
            EnrollmentReference = enrollment.Reference,
            On = on,
            Occasion = Code.Format(occasion),
            Ratings = [.. ratings.Select(rating => (int?)rating)],
        });
    }

    /// <summary>People who were proposed to FRAM: some took part without a registered referral, these were referred and some of them never started.</summary>
    private void FramReferrals()
    {
        var referrers = Enum.GetValues<Referrer>();
        foreach (var n in Enumerable.Range(1, 60))
        {
            var referredOn = new DateOnly(2021, 1, 11).AddDays(_second.Next(1000));
            var closedOn = referredOn.AddDays(_second.Next(10, 60));
            var outcome = (n % 6) switch { 0 => ReferralOutcome.Declined, 1 => ReferralOutcome.Withdrawn, _ => ReferralOutcome.Started };
            Add("fram", closedOn, new Referral
            {
                Reference = string.Create(CultureInfo.InvariantCulture, $"R-{n:0000}"),
                Gender = Code.Format(n % 2 == 0 ? Domain.Participations.Gender.Woman : Domain.Participations.Gender.Man),
                Referrer = Code.Format(referrers[_second.Next(referrers.Length)]),
                ReferredOn = referredOn,
                QueuedOn = referredOn.AddDays(2),
                Outcome = Code.Format(outcome),
                ClosedOn = closedOn,
            });
        }
    }

    /// <summary>What the projects report rather than count.</summary>
    private void ReportedFigures()
    {
        // Published: 26 to work and 8 with completed studies in 2024, of fewer than the 221 of 2025. Of how many, is the demo's choice.
        Add("uppsala", new DateOnly(2025, 1, 31), new ReportedFigure
        {
            Reference = "B-2024",
            Figure = "baseline-share",
            On = new DateOnly(2024, 12, 31),
            Numerator = 34,
            Denominator = 205,
        });
        Figure("M-2025", "permanent-job-specialists", new DateOnly(2025, 12, 31), 1);
        Figure("M-2026", "permanent-job-specialists", new DateOnly(2026, 8, 31), 2);

        // An indicator of the organisation: no goal reads it, and the project lists it.
        Figure("I-2026", "participants-per-job-specialist", new DateOnly(2026, 8, 31), 18);

        int[] scores = [5, 5, 5, 5, 5, 4, 4, 5, 4, 5, 3, 5, 2, 5, 5, 5, 5, 5, 5, 5, 2, 5, 3, 4, 5, 5, 5, 5, 5, 5, 5, 3, 2, 3, 2];
        const string Scale = "ips-y-35";
        Add("ips-unga", new DateOnly(2026, 4, 29), new FidelityReview
        {
            Reference = "F-2026",
            On = new DateOnly(2026, 4, 29),
            Scale = Scale,
            Scores = FidelityScales.Get(Scale).Items.Zip(scores).ToDictionary(s => s.First.Item, s => s.Second),
            Reviewer = Code.Format(FidelityReviewer.OtherTeam),
            Comments = new Dictionary<string, string>
            {
                ["4"] = "Teamet har en plats i båda de integrerade vårdteamen och deltar i deras möten.",
                ["11"] = "Ledningen följer verksamheten men har ännu ingen gemensam handlingsplan.",
                ["24"] = "En stor del av arbetet sker fortfarande på kontoret.",
                ["26"] = "Anhöriga är sällan med, och det finns ingen rutin för att fråga deltagarna om det.",
            },
            Plan =
            [
                Activity("10", "Ta upp vanliga arbeten på varje gemensamt möte med vården.", new(2026, 8, 31), new(2026, 8, 20)),
                Activity("11", "Ta fram en handlingsplan tillsammans med ledningsgruppen.", new(2026, 8, 31), new(2026, 6, 15)),
                Activity("16B", "Göra en rutin för studieval tillsammans med studievägledaren.", new(2026, 8, 31), null),
                Activity("17", "Boka sex arbetsgivarbesök i veckan för varje jobbcoach och följa upp dem.", new(2026, 8, 31), new(2026, 8, 31)),
                Activity("24", "Flytta hälften av mötena från kontoret.", new(2026, 8, 31), null),
                Activity("25", "Skriva ned hur teamet söker upp den som uteblir.", new(2026, 12, 15), null),
                Activity("26", "Fråga varje ny deltagare om någon anhörig ska vara med.", new(2026, 12, 15), null),
            ],
        });

        FidelityActivity Activity(string item, string activity, DateOnly until, DateOnly? doneOn) =>
            new() { Item = item, Activity = activity, Until = until, DoneOn = doneOn <= _today ? doneOn : null };

        void Figure(string reference, string figure, DateOnly on, int value) =>
            Add("ips-unga", on, new ReportedFigure { Reference = reference, Figure = figure, On = on, Value = value });
    }

    private void Add(string project, DateOnly on, Registration registration)
    {
        if (on <= _today)
        {
            _statements.Add((project, on, registration));
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
