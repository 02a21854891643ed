using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Jobs;

namespace OutcomeApi.Register;

/// <summary>Makes the figures follow a change of the register: marks what it touches, and asks for the job that recomputes, in the change's transaction.</summary>
public sealed class DirtyMarks(DbSession session, IJobQueue jobs, BusinessDay day)
{
    private const string InsertSql =
        "INSERT INTO dirty_marks (project_id, tertial, change_id, marked_at) VALUES (@Project, @Tertial, @Change, @Now)";

    /// <summary>Marks the tertials of the days that the newest entry of the project's history touches.</summary>
    /// <param name="project">The project.</param>
    /// <param name="touched">The days.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The number of that entry.</returns>
    public async Task<long> MarkAsync(string project, IEnumerable<DateOnly> touched, CancellationToken ct)
    {
        var change = await RecordHistory.NewestAsync(session, project, ct);
        foreach (var tertial in touched.Select(Tertial.Of).Distinct())
        {
            await session.ExecuteAsync(InsertSql, new { Project = project, Tertial = tertial.Index, Change = change, day.Now }, ct);
        }

        await jobs.EnqueueAsync(session, RegisterJobs.Recompute, project, ct);
        return change;
    }
}
