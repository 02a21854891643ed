using System.Globalization;
using OutcomeApi.Features.TertialReports;
using OutcomeApi.Features.TertialReports.Forms;

namespace OutcomeApi.Pages.Reminders;

/// <summary>Puts the reminders of a project into words.</summary>
internal sealed class RemindersOfProject(RemindedProject project, ReportTexts texts, DateOnly today)
{
    private readonly string _id = project.Definition.Id;

    private readonly string _name = NameOf(project, texts);

    /// <summary>Reminds of the deadlines of open reports.</summary>
    public IEnumerable<Reminder> OfReports(ReportDates dates) =>
        dates.Deadlines.Select(deadline => Remind($"report-{deadline.Tertial}", deadline.On, deadline.IsLate
            ? texts.In($"Försenad: tertialrapport {deadline.Tertial} skulle ha lämnats", $"Late: the tertial report {deadline.Tertial} was to be submitted")
            : texts.In($"Tertialrapport {deadline.Tertial} ska lämnas", $"The tertial report {deadline.Tertial} is to be submitted")));

    /// <summary>Reminds of the next fidelity review, and of the development plan.</summary>
    public IEnumerable<Reminder> OfFidelity(ReportDates dates) =>
    [
        .. dates.Review is not { } review ? [] : (Reminder[])
        [
            Remind("fidelity-review", review.On, review.IsOverdue
                ? texts.In("Försenad: programtrohetsmätning skulle ha gjorts", "Late: a fidelity review was to be made")
                : texts.In("Programtrohetsmätning ska göras", "A fidelity review is to be made")),
        ],
        .. dates.Activities.Select(activity => Remind($"activity-{activity.Key}", activity.On, activity.IsOverdue
            ? texts.In(
                $"Försenad: utvecklingsplanens punkt {activity.Item} skulle ha varit klar",
                $"Late: item {activity.Item} of the development plan was to be done")
            : texts.In($"Utvecklingsplanens punkt {activity.Item} ska vara klar", $"Item {activity.Item} of the development plan is to be done"))),
    ];

    /// <summary>Reminds of follow-ups, counted.</summary>
    public IEnumerable<Reminder> OfFollowUps(DueByMonth due) => Count(
        "follow-ups", due, ("Försenade uppföljningar", "Overdue follow-ups"), ("Uppföljningar att göra i", "Follow-ups that fall due in"));

    /// <summary>Reminds of self-assessments, counted.</summary>
    public IEnumerable<Reminder> OfSelfAssessments(DueByMonth due) => Count(
        "self-assessments",
        due,
        ("Försenade självskattningar", "Overdue self-assessments"),
        ("Självskattningar att göra i", "Self-assessments that fall due in"));

    private static string NameOf(RemindedProject project, ReportTexts texts)
    {
        var (id, parts) = (project.Definition.Id, project.Definition.Subprojects);
        var name = texts.Of(project.Definition.Name, id);
        return project.Caller.PartsOf(id) is not { } reached
            ? name
            : $"{name} ({string.Join(", ", parts.Where(part => reached.Contains(part.Id)).Select(part => texts.Of(part.Name, part.Id)))})";
    }

    private IEnumerable<Reminder> Count(string kind, DueByMonth due, (string Sv, string En) overdue, (string Sv, string En) inMonth)
    {
        if (due.Overdue > 0)
        {
            yield return Remind($"{kind}-overdue", today, $"{texts.In(overdue.Sv, overdue.En)}: {Number(due.Overdue)}");
        }

        foreach (var (month, count) in due.Months)
        {
            yield return Remind(
                string.Create(CultureInfo.InvariantCulture, $"{kind}-{month:yyyy-MM}"),
                month,
                string.Create(texts.Culture, $"{texts.In(inMonth.Sv, inMonth.En)} {month:MMMM yyyy}: {Number(count)}"));
        }
    }

    private string Number(int count) => count < project.K
        ? texts.In($"färre än {project.K}", $"fewer than {project.K}")
        : count.ToString(CultureInfo.InvariantCulture);

    private Reminder Remind(string key, DateOnly on, string text) => new($"{_id}-{key}", on, text + ReportTexts.Separator + _name);
}
