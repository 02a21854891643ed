using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using OutcomeApi.Features.TertialReports.Forms;

namespace OutcomeApi.Pages.Reminders;

/// <summary>Writes reminders as a calendar (iCalendar, RFC 5545): an event of a whole day for each.</summary>
internal static class ReminderCalendar
{
    public const string MediaType = "text/calendar; charset=utf-8";

    /// <summary>Writes the calendar.</summary>
    /// <param name="link">Id of the share link. Events are told apart by it, so that those of two links can be in one calendar.</param>
    /// <param name="reminders">The reminders.</param>
    /// <param name="texts">Texts in the language of the calendar.</param>
    /// <param name="today">The day on which the events are stated.</param>
    public static byte[] Write(string link, IEnumerable<Reminder> reminders, ReportTexts texts, DateOnly today)
    {
        var calendar = new Calendar { ProductId = "-//OutcomeApi//Reminders//SV" };
        calendar.AddProperty("X-WR-CALNAME", texts.In("Resultat: att göra", "Outcomes: to do"));
        calendar.AddProperty("X-PUBLISHED-TTL", "PT6H");
        foreach (var reminder in reminders)
        {
            calendar.Events.Add(new CalendarEvent
            {
                Uid = $"{link}-{reminder.Key}",
                Summary = reminder.Text,
                Start = new CalDateTime(reminder.On),
                End = new CalDateTime(reminder.On.AddDays(1)),
                DtStamp = new CalDateTime(today.ToDateTime(TimeOnly.MinValue), "UTC"),
                Transparency = TransparencyType.Transparent,
            });
        }

        return Encoding.UTF8.GetBytes(new CalendarSerializer().SerializeToString(calendar)!);
    }
}
