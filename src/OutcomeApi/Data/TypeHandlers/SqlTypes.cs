using System.Data;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Data.TypeHandlers;

/// <summary>Defines how the value types of the Domain project are stored in the database. Register it before the first query.</summary>
public static class SqlTypes
{
    private static readonly Lock Once = new();
    private static bool _registered;

    /// <summary>Registers the type handlers with Dapper. Further calls have no effect.</summary>
    public static void Register()
    {
        lock (Once)
        {
            if (_registered)
            {
                return;
            }

            DefaultTypeMap.MatchNamesWithUnderscores = true;

            // Dapper has built-in maps for these types, and they would take precedence over the handlers.
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
            SqlMapper.RemoveTypeMap(typeof(DateOnly));
            SqlMapper.RemoveTypeMap(typeof(DateOnly?));
            SqlMapper.AddTypeHandler(new DateHandler());
            SqlMapper.AddTypeHandler(new InstantHandler());
            SqlMapper.AddTypeHandler(new JsonHandler<IReadOnlyList<string>>());
            SqlMapper.AddTypeHandler(new JsonHandler<IReadOnlyList<int?>>());
            SqlMapper.AddTypeHandler(new JsonHandler<IReadOnlyDictionary<string, int>>());
            SqlMapper.AddTypeHandler(new JsonHandler<IReadOnlyDictionary<string, string>>());
            SqlMapper.AddTypeHandler(new JsonHandler<IReadOnlyList<FidelityActivity>>());
            SqlMapper.AddTypeHandler(new JsonHandler<Occupation>());
            _registered = true;
        }
    }

    /// <summary>Returns a value in the form in which rows that are inserted in bulk hold it: lists and objects become JSON.</summary>
    public static object? ToColumn(object? value) =>
        value is null or string or int or long or bool or DateOnly or DateTimeOffset ? value : JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

    /// <summary>Returns a list or an object of the JSON that a column holds.</summary>
    public static T FromColumn<T>(string json)
        where T : class => JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web)!;

    /// <summary>Sets a value, or a null of a type: SQL Server takes a null without one for a text.</summary>
    private static void SetTyped<T>(SqlMapper.TypeHandler<T> handler, IDbDataParameter parameter, object value, DbType type)
    {
        if (value is T some)
        {
            handler.SetValue(parameter, some);
        }
        else
        {
            parameter.DbType = type;
            parameter.Value = DBNull.Value;
        }
    }

    /// <summary>Stores a business date: as text such as <c>2026-04-30</c> on SQLite, as DATE on SQL Server.</summary>
    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>, SqlMapper.ITypeHandler
    {
        void SqlMapper.ITypeHandler.SetValue(IDbDataParameter parameter, object value) => SetTyped(this, parameter, value, DbType.Date);

        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            if (parameter is SqliteParameter stored)
            {
                SqliteDialect.Set(stored, value);
                return;
            }

            parameter.DbType = DbType.Date;
            parameter.Value = value.ToDateTime(TimeOnly.MinValue);
        }

        public override DateOnly Parse(object value) => value switch
        {
            string text => DateOnly.ParseExact(text, SqliteDialect.DateFormat, CultureInfo.InvariantCulture),
            DateTime time => DateOnly.FromDateTime(time),
            DateOnly date => date,
            _ => throw new DataException($"A date came back as {value.GetType().Name}."),
        };
    }

    /// <summary>Stores an instant in UTC. On SQLite it is text of fixed length, so that it sorts correctly.</summary>
    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>, SqlMapper.ITypeHandler
    {
        void SqlMapper.ITypeHandler.SetValue(IDbDataParameter parameter, object value) => SetTyped(this, parameter, value, DbType.DateTimeOffset);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            if (parameter is SqliteParameter stored)
            {
                SqliteDialect.Set(stored, value);
                return;
            }

            parameter.DbType = DbType.DateTimeOffset;
            parameter.Value = value.ToUniversalTime();
        }

        public override DateTimeOffset Parse(object value) => value switch
        {
            string text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
            DateTimeOffset instant => instant.ToUniversalTime(),
            _ => throw new DataException($"An instant came back as {value.GetType().Name}."),
        };
    }

    private sealed class JsonHandler<T> : SqlMapper.TypeHandler<T>
        where T : class
    {
        public override void SetValue(IDbDataParameter parameter, T? value) =>
            parameter.Value = value is null ? DBNull.Value : JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

        public override T? Parse(object value) => value is string text ? FromColumn<T>(text) : null;
    }
}
