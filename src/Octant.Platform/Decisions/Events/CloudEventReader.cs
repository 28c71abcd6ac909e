using System.Text;
using System.Text.Json;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Profiles;
using Octant.Platform.Decisions.Fields;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Events;

/// <summary>
/// Reads events from the bytes of a body in one pass, looking up type, source, subject and field names by their bytes, so
/// that an event which is as it should be costs its command and nothing else.
/// </summary>
/// <remarks>
/// It accepts a part of what is right and never anything that is wrong: an event with anything out of the ordinary (a member
/// missing, twice, of the wrong kind, with an escaped name, a rare form of time) is read again by
/// <see cref="CloudEventForm"/>, which decides. A test compares the two on mangled batches.
/// </remarks>
internal ref struct CloudEventReader
{
    private const int LongestId = 256;
    private const int MostFields = 64;
    private const int ScratchBytes = 2_048;
    private const int OtherPlace = 2;

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly EventScope _scope;
    private readonly EventBatch _batch;

    /// <summary>Unescaped id, source and the rest, one after another.</summary>
    private readonly byte[] _scratch = new byte[3 * ScratchBytes];
    private readonly AttributeValue[] _values = new AttributeValue[MostFields];
    private Utf8JsonReader _reader;

    // The event under way; id and source may be in the scratch.
    private ReadOnlySpan<byte> _id;
    private ReadOnlySpan<byte> _source;
    private EventKind? _kind;
    private long _key;
    private bool _known;
    private Instant _at;
    private FieldValue[] _fields;
    private bool _plain;

    /// <param name="utf8">The body, valid UTF-8.</param>
    public CloudEventReader(ReadOnlySpan<byte> utf8, EventScope scope, EventBatch batch)
    {
        _utf8 = utf8;
        _scope = scope;
        _batch = batch;
        _fields = [];
        _reader = new Utf8JsonReader(utf8, isFinalBlock: true, default);
    }

    [Flags]
    private enum Member
    {
        Extension = 0,
        Specversion = 1,
        Id = 2,
        Source = 4,
        Type = 8,
        Subject = 16,
        Time = 32,
        Data = 64,
        Required = Specversion | Id | Source | Type | Subject | Time,
    }

    /// <summary>Reads the whole body into the batch. False when it holds more events than are taken at once.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public bool TryReadAll(int most)
    {
        _reader.Read();
        _batch.IsSingle = _reader.TokenType != JsonTokenType.StartArray;
        if (_batch.IsSingle)
        {
            ReadItem();
        }
        else
        {
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                if (_batch.Count == most)
                {
                    return false;
                }

                ReadItem();
            }
        }

        // Nothing may follow; asking for it is what finds out.
        _reader.Read();
        return true;
    }

    private void ReadItem()
    {
        var index = _batch.Count++;
        var start = (int)_reader.TokenStartIndex;
        if (_reader.TokenType == JsonTokenType.StartObject && TryReadEvent())
        {
            if (!_known)
            {
                _batch.Reject(index, Problem.Invalid("subject", "an existing customer"));
            }
            else
            {
                _batch.Take(index, _kind, _kind is { IsUsed: true } kind ? _scope.CommandOf(kind, _key, _source, _id, _at, _fields) : null);
            }

            return;
        }

        _reader.Skip();
        using var document = JsonDocument.Parse(
            _utf8[start..(int)_reader.BytesConsumed].ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = true });
        if (CloudEventForm.Read(document.RootElement, _scope).TryGet(out var read, out var problem))
        {
            _batch.Take(index, read.Kind, read.Command);
            return;
        }

        _batch.Reject(index, problem);
    }

    /// <summary>False when the event is not as plain as this reads them; it has been read to its end all the same.</summary>
    private bool TryReadEvent()
    {
        (_plain, _kind, _known, _fields) = (true, null, false, []);
        var seen = Member.Extension;
        var data = default(Range?);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var member = MemberOf();
            _plain &= (seen & member) == Member.Extension;
            seen |= member;
            _reader.Read();
            if (member == Member.Data)
            {
                if ((seen & Member.Type) != Member.Extension)
                {
                    ReadData();
                }
                else
                {
                    var start = (int)_reader.TokenStartIndex;
                    _reader.Skip();
                    data = start..(int)_reader.BytesConsumed;
                }
            }
            else if (member == Member.Extension)
            {
                _reader.Skip();
            }
            else if (_reader.TokenType == JsonTokenType.String)
            {
                ReadAttribute(member);
            }
            else
            {
                _plain = false;
                _reader.Skip();
            }
        }

        if (data is { } late)
        {
            var behind = _reader;
            _reader = new Utf8JsonReader(_utf8[late], isFinalBlock: true, default);
            _reader.Read();
            ReadData();
            _reader = behind;
        }

        return _plain && (seen & Member.Required) == Member.Required;
    }

    private Member MemberOf()
    {
        if (_reader.ValueIsEscaped)
        {
            _plain = false;
            return Member.Extension;
        }

        var name = _reader.ValueSpan;
        return name.Length switch
        {
            2 when name.SequenceEqual("id"u8) => Member.Id,
            4 when name.SequenceEqual("type"u8) => Member.Type,
            4 when name.SequenceEqual("time"u8) => Member.Time,
            4 when name.SequenceEqual("data"u8) => Member.Data,
            6 when name.SequenceEqual("source"u8) => Member.Source,
            7 when name.SequenceEqual("subject"u8) => Member.Subject,
            11 when name.SequenceEqual("specversion"u8) => Member.Specversion,
            _ => Member.Extension,
        };
    }

    private void ReadAttribute(Member member)
    {
        var place = member switch { Member.Id => 0, Member.Source => 1, _ => OtherPlace };
        if (!TryText(place, out var text))
        {
            return;
        }

        switch (member)
        {
            case Member.Specversion:
                _plain &= text.SequenceEqual("1.0"u8);
                break;
            case Member.Id:
                _id = text;
                _plain &= text.Length is > 0 and <= LongestId;
                break;
            case Member.Source:
                _source = text;
                _plain &= text.Length is > 0 and <= LongestId;
                break;
            case Member.Type:
                _kind = _scope.Kinds.Find(text);
                break;
            case Member.Subject:
                _known = _scope.Directory.TryFindKey(text, out _key);
                break;
            case Member.Time:
                _plain &= InstantText.TryParse(text, out _at);
                break;
        }
    }

    /// <summary>The text of a string token, without its escapes; not plain when it is longer than anything that is right.</summary>
    /// <param name="place">Where in the scratch to put a text that has escapes.</param>
    private bool TryText(int place, out ReadOnlySpan<byte> text)
    {
        text = _reader.ValueSpan;
        if (!_reader.ValueIsEscaped)
        {
            return true;
        }

        if (text.Length > ScratchBytes)
        {
            return _plain = false;
        }

        try
        {
            var scratch = _scratch.AsSpan(place * ScratchBytes, ScratchBytes);
            text = scratch[.._reader.CopyString(scratch)];
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return _plain = false;
        }
    }

    private void ReadData()
    {
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (_reader.TokenType != JsonTokenType.StartObject || _kind is null || _kind.FieldNames.Length > MostFields)
        {
            _plain &= _reader.TokenType == JsonTokenType.StartObject && _kind is null;
            _reader.Skip();
            return;
        }

        var seen = 0ul;
        var present = 0ul;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            _plain &= !_reader.ValueIsEscaped;
            var field = FieldOf(_reader.ValueSpan);
            _reader.Read();
            if (field < 0)
            {
                _reader.Skip();
                continue;
            }

            _plain &= (seen & (1ul << field)) == 0;
            seen |= 1ul << field;
            if (_reader.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            if (TryValue(_kind.Fields[field].Kind, out _values[field]))
            {
                present |= 1ul << field;
            }
            else
            {
                _plain = false;
                _reader.Skip();
            }
        }

        if (_plain && _kind.IsUsed)
        {
            Keep(present);
        }
    }

    private readonly int FieldOf(ReadOnlySpan<byte> name)
    {
        var names = _kind!.FieldNames;
        for (var i = 0; i < names.Length; i++)
        {
            if (name.SequenceEqual(names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private bool TryValue(AttributeKind kind, out AttributeValue value)
    {
        value = default;
        switch (kind)
        {
            case AttributeKind.Number when _reader.TokenType == JsonTokenType.Number && _reader.TryGetDouble(out var number) && double.IsFinite(number):
                value = AttributeValue.OfNumber(number);
                return true;
            case AttributeKind.Flag when _reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                value = AttributeValue.OfFlag(_reader.TokenType == JsonTokenType.True);
                return true;
            case AttributeKind.Category or AttributeKind.Date when _reader.TokenType == JsonTokenType.String:
                return TryText(OtherPlace, out var text)
                    && (kind == AttributeKind.Category ? TryCategory(text, out value) : TryDate(text, out value));
            default:
                return false;
        }
    }

    private readonly bool TryCategory(ReadOnlySpan<byte> text, out AttributeValue value)
    {
        value = default;
        Span<char> buffer = stackalloc char[DeclaredFields.LongestCategory];
        if (text.Length == 0
            || text.Length > DeclaredFields.LongestCategory * 3
            || !Encoding.UTF8.TryGetChars(text, buffer, out var length))
        {
            return false;
        }

        // What nothing uses must not fill the table of symbols.
        value = _kind!.IsUsed ? AttributeValue.OfCategory(buffer[..length]) : default;
        return true;
    }

    private static bool TryDate(ReadOnlySpan<byte> text, out AttributeValue value)
    {
        var read = InstantText.TryParse(text, out var instant) || InstantText.TryParseDate(text, out instant);
        value = AttributeValue.OfDate(instant);
        return read;
    }

    private void Keep(ulong present)
    {
        _fields = present == 0 ? [] : new FieldValue[System.Numerics.BitOperations.PopCount(present)];
        for (var i = 0; i < _fields.Length; i++)
        {
            var field = System.Numerics.BitOperations.TrailingZeroCount(present);
            present &= present - 1;
            _fields[i] = new FieldValue(_kind!.Fields[field].Name, _values[field]);
        }
    }
}
