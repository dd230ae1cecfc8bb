//! Columns that hold a value by its name, or several by theirs.

use domain::Stored;
use sea_orm::{
    ColIdx, DbErr, QueryResult, TryFromU64, TryGetError, TryGetable,
    sea_query::{ArrayType, ColumnType, Nullable, StringLen, Value, ValueType, ValueTypeErr},
};

/// A value that is stored by its name. A row with a name that this version does not know cannot be read, rather than be read wrongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By<T>(pub T);

impl<T: Stored> From<By<T>> for Value {
    fn from(By(value): By<T>) -> Self {
        value.text().into()
    }
}

impl<T: Stored> TryGetable for By<T> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, column: I) -> Result<Self, TryGetError> {
        let name = String::try_get_by(row, column)?;
        let unknown = || TryGetError::DbErr(DbErr::Type(format!("{} does not know {name:?}", std::any::type_name::<T>())));
        T::read(&name).map(Self).ok_or_else(unknown)
    }
}

impl<T: Stored> ValueType for By<T> {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        let name = <String as ValueType>::try_from(value)?;
        T::read(&name).map(Self).ok_or(ValueTypeErr)
    }

    fn type_name() -> String {
        "text".into()
    }

    fn array_type() -> ArrayType {
        ArrayType::String
    }

    fn column_type() -> ColumnType {
        ColumnType::String(StringLen::None)
    }
}

impl<T: Stored> Nullable for By<T> {
    fn null() -> Value {
        String::null()
    }
}

/// What stands in a primary key has to say that no number makes it.
impl<T> TryFromU64 for By<T> {
    fn try_from_u64(_: u64) -> Result<Self, DbErr> {
        Err(DbErr::ConvertFromU64("By"))
    }
}
